import { describe, expect, it } from 'vitest';
import type { CampaignProgress, CampaignWish } from './api';
import {
  countOf, excludedOf, faultsOf, linesKept, minorOf, presetOf, promisedPercent, quarterOf, reachedPercent,
} from './campaign';

const progress: CampaignProgress = {
  total: 100, waiting: 40, dialling: 2, ended: 58, promised: 10, promisedAmount: 500_000,
  byDisposition: [
    { disposition: 'promiseToPay', count: 10 }, { disposition: 'hungUpEarly', count: 19 },
    { disposition: 'noAnswer', count: 29 },
  ],
};
const wish: CampaignWish = {
  organisation: 'o', name: 'IV', debtFrom: 300_000, monthsFrom: 3, hours: { from: '10:00', to: '20:00' }, linesMax: 3,
  callsPerMinute: 10, recurrence: 'none',
};

it('those who spoke are half of those who were tried', () => {
  expect(reachedPercent(progress)).toBe(50);
  expect(promisedPercent(progress)).toBe(17);
  expect(countOf(progress, 'noAnswer')).toBe(29);
  expect(countOf(progress, 'busy')).toBe(0);
});

it('before the first call there is no share of anything', () => {
  const none = { ...progress, ended: 0, byDisposition: [], promised: 0 };
  expect(reachedPercent(none)).toBeNull();
  expect(promisedPercent(none)).toBeNull();
});

it('nine lines of twelve stay when three may call', () => {
  expect(linesKept({ inUse: 0, max: 3, reservedForResidents: 9 })).toEqual({ kept: 9, all: 12 });
  expect(linesKept({ inUse: 0, max: 3, reservedForResidents: 2, capacity: 12 })).toEqual({ kept: 9, all: 12 });
  expect(linesKept({ inUse: 0, max: 40, reservedForResidents: 2, capacity: 12 })).toEqual({ kept: 2, all: 12 });
});

it('a ready made choice is known again', () => {
  expect(presetOf(wish)).toBe('usual');
  expect(presetOf({ ...wish, monthsFrom: 4 })).toBeNull();
});

describe('a wish', () => {
  it('without faults has none', () => expect(faultsOf(wish)).toEqual([]));
  it.each([
    ['name', { name: ' ' }], ['debt', { debtFrom: Number.NaN }], ['debt', { debtFrom: 0 }], ['months', { monthsFrom: 0 }],
    ['hours', { hours: { from: '20:00', to: '10:00' } }], ['hours', { hours: { from: '', to: '10:00' } }],
    ['lines', { linesMax: 0 }], ['pace', { callsPerMinute: 1.5 }],
  ])('%s is a fault of %j', (fault, part) => expect(faultsOf({ ...wish, ...part })).toEqual([fault]));
});

it.each([['3 000', 300_000], ['3000,5', 300_050], ['0,01', 1], ['', Number.NaN], ['-1', Number.NaN], ['1,234', Number.NaN]])(
  '«%s» is %d minor units', (text, minor) => expect(minorOf(text)).toBe(minor));

it('the quarter of a day', () => {
  expect(quarterOf(new Date(2026, 10, 22).getTime())).toEqual({ quarter: 'IV', year: 2026 });
  expect(quarterOf(new Date(2026, 0, 1).getTime())).toEqual({ quarter: 'I', year: 2026 });
});

it('reasons that touched nobody are not shown, the largest is first', () => {
  const excluded = [{ reason: 'paid', count: 2 }, { reason: 'court', count: 0 }, { reason: 'noPhone', count: 9 }];
  expect(excludedOf({ audience: { selected: 1, sum: 1, currency: 'RUB', excluded } }).map((each) => each.reason))
    .toEqual(['noPhone', 'paid']);
  expect(excludedOf({})).toEqual([]);
});
