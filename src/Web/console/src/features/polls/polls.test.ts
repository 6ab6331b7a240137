import { expect, it } from 'vitest';
import { averageText, countsOf, dayText, monthStart } from './polls';

it('every score has its line, also the one nobody gave', () => {
  expect(countsOf({ byScore: [{ score: 5, count: 2 }] }).map((each) => [each.score, each.count]))
    .toEqual([[5, 2], [4, 0], [3, 0], [2, 0], [1, 0]]);
});

it('an average has one place and a comma, and no number where nobody answered', () => {
  expect([averageText(3.85), averageText(5), averageText(null)]).toEqual(['3,9', '5,0', '–']);
});

it('a month begins on its first day, also over the new year', () => {
  const january = new Date(2027, 0, 15).getTime();
  expect(monthStart(january)).toBe('2027-01-01');
  expect(monthStart(january, 1)).toBe('2026-12-01');
  expect(dayText(new Date(2026, 10, 2))).toBe('2026-11-02');
});
