import { describe, expect, it } from 'vitest';
import type { AccountMonth } from './api';
import { costOf, costsOf, moved, newestFirst, servicesOf, totalOf } from './matrix';

const NONE = { opening: 0, charged: 0, recalculated: 0, penalty: 0, paid: 0, closing: 0 };

function month(code: string, services: [string, number, number][]): AccountMonth {
  return {
    ...NONE, month: code, status: 'charged', charged: services.reduce((all, each) => all + each[1], 0),
    services: services.map(([service, charged, recalculated]) => ({ ...NONE, service, charged, recalculated })),
  };
}

const months = [
  month('2026-10', [['heating', 100, -30], ['waste', 20, 0]]),
  month('2026-09', [['heating', 90, 0], ['gas', 5, 0]]),
];

it('every service has one column, however many months name it', () => {
  expect(servicesOf(months)).toEqual(['heating', 'waste', 'gas']);
});

it('a correction belongs to the cost of its month, and nothing charged is not nought', () => {
  expect(costOf(months[0]!, 'heating')).toBe(70);
  expect(costOf(months[1]!, 'waste')).toBeNull();
  expect(costsOf(months, 'heating')).toBe(160);
  expect(totalOf(months, 'charged')).toBe(215);
});

it('the newest month is on top', () => {
  const all = [month('2026-08', []), ...[...months].reverse(), month('2026-12', [['gas', 1, 0]])];
  expect(newestFirst({ currency: 'RUB', months: all }, '2026-11').map((each) => each.month))
    .toEqual(['2026-10', '2026-09']);
});

describe('keys', () => {
  it.each([
    ['ArrowDown', false, { row: 2, column: 1 }],
    ['ArrowUp', false, { row: 0, column: 1 }],
    ['ArrowLeft', false, { row: 1, column: 0 }],
    ['PageDown', false, { row: 3, column: 1 }],
    ['Home', false, { row: 1, column: 0 }],
    ['Home', true, { row: 0, column: 0 }],
    ['End', true, { row: 3, column: 4 }],
  ])('%s (ctrl: %s)', (code, ctrl, to) => {
    expect(moved({ row: 1, column: 1 }, code, ctrl, 4, 5)).toEqual(to);
  });

  it('a key that does not move is left alone', () => {
    expect(moved({ row: 0, column: 0 }, 'Enter', false, 4, 5)).toBeNull();
  });

  it('nobody walks off the edge', () => {
    expect(moved({ row: 3, column: 4 }, 'ArrowRight', false, 4, 5)).toEqual({ row: 3, column: 4 });
  });
});
