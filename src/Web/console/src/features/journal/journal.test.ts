import { expect, it } from 'vitest';
import { judgedBy, queryOf, stepTo, xlsxUrl } from './journal';

const filter = { organisation: 'privolsk', houseId: '', from: '2026-11-01', to: '', status: 'closed', term: '' };

it('what is not chosen is left out, and the file asks for the same as the screen', () => {
  expect(queryOf(filter)).toBe('organisation=privolsk&from=2026-11-01&status=closed');
  expect(xlsxUrl(filter)).toBe(`/api/journal.xlsx?${queryOf(filter)}`);
});

it('keys move inside the list and never out of it', () => {
  expect(stepTo('ArrowDown', 0, 10, 5)).toBe(1);
  expect(stepTo('ArrowUp', 0, 10, 5)).toBe(0);
  expect(stepTo('PageDown', 7, 10, 5)).toBe(9);
  expect(stepTo('PageUp', 7, 10, 5)).toBe(2);
  expect(stepTo('End', 0, 10, 5)).toBe(9);
  expect(stepTo('Home', 9, 10, 5)).toBe(0);
  expect(stepTo('KeyA', 0, 10, 5)).toBeNull();
  expect(stepTo('ArrowDown', 0, 0, 5)).toBeNull();
});

it('a row is judged by the clock that still runs, else by the last one', () => {
  const deadline = (dueAt: string, metAt: string | null) => ({ clock: 'c', dueAt, clause: '', metAt });
  const first = deadline('2026-11-22T10:30:00Z', '2026-11-22T10:20:00Z');
  const second = deadline('2026-11-25T10:00:00Z', null);
  expect(judgedBy({ deadlines: [second, first] })).toBe(second);
  expect(judgedBy({ deadlines: [first] })).toBe(first);
  expect(judgedBy({ deadlines: [] })).toBeNull();
});
