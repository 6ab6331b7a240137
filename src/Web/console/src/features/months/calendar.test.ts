import { describe, expect, it } from 'vitest';
import type { BillingMonth, Tariff } from './api';
import { ageOf, monthOf, nextToRun, priceOf, sorted } from './calendar';

const month = (code: string) => ({ month: code }) as BillingMonth;
const tariff = (service: string, validFrom: string, validTo: string | null = null) =>
  ({ service, validFrom, validTo }) as Tariff;
const now = new Date(2026, 10, 22).getTime();

it('the month of a moment', () => expect(monthOf(now)).toBe('2026-11'));

it('a month that nobody began is offered once', () => {
  expect(nextToRun([month('2026-10')], now)).toBe('2026-11');
  expect(nextToRun([month('2026-11'), month('2026-10')], now)).toBeNull();
});

describe('a price', () => {
  it.each([['30,85', '30.85'], [' 1 234.5 ', '1234.5'], ['7', '7'], ['0', null], ['', null], ['-1', null],
    ['1,2,3', null], ['1.1234567', null]])('«%s» is %s', (text, price) => expect(priceOf(text)).toBe(price));
});

it('a price ends on the day the next one begins', () => {
  const old = tariff('gas', '2026-01-01', '2026-07-01');
  expect(ageOf(old, '2026-06-30')).toBe('current');
  expect(ageOf(old, '2026-07-01')).toBe('past');
  expect(ageOf(tariff('gas', '2027-01-01'), '2026-11-22')).toBe('future');
});

it('the newest price of a service is above the older ones', () => {
  const list = [tariff('gas', '2025-01-01'), tariff('waste', '2025-01-01'), tariff('gas', '2026-01-01')];
  expect(sorted(list).map((each) => each.service + each.validFrom.slice(0, 4)))
    .toEqual(['gas2026', 'gas2025', 'waste2025']);
});
