import { expect, it } from 'vitest';
import type { MenuItem, Variant } from './api';
import {
  emptySchedule, faultsOf, freeKey, hoursTyped, instantOf, moved, readingsFromTo, todayIn, wallOf,
  withItem, withMode,
} from './menu';

const item = (key: string, action: MenuItem['action'], part: Partial<MenuItem> = {}): MenuItem => ({
  key, action, target: null, text: null, isOn: true, ...part,
});
const variant = (...items: MenuItem[]): Variant => ({ items, greeting: null, withoutPerson: false, notice: null });
const usual = variant(item('1', 'readings'), item('2', 'balance'), item('0', 'person'));

it('a menu that leads to a person has no fault', () => expect(faultsOf(usual)).toEqual([]));

it.each([
  ['empty', variant(item('0', 'person', { isOn: false }))],
  ['keyTwice', variant(item('0', 'person'), item('0', 'balance'))],
  ['target', variant(item('0', 'person'), item('3', 'queue', { text: 'own/1' }))],
  ['text', variant(item('0', 'person'), item('3', 'otherNumber', { target: '112' }))],
  ['noPerson', variant(item('1', 'readings'))],
  ['personDespite', { ...usual, withoutPerson: true }],
] as const)('%s is told before the host is asked', (fault, wrong) => expect(faultsOf(wrong)).toContain(fault));

it('an item moves one step and stops at the ends', () => {
  expect(moved(usual, 0, 1).items.map((each) => each.key)).toEqual(['2', '1', '0']);
  expect(moved(usual, 0, -1)).toBe(usual);
  expect(moved(usual, 2, 1)).toBe(usual);
});

it('another action forgets where the old one led', () => {
  const queue = variant(item('3', 'queue', { target: 'emergency' }));
  expect(withItem(queue, 0, { action: 'otherNumber' }).items[0]?.target).toBeNull();
  expect(withItem(queue, 0, { key: '4' }).items[0]?.target).toBe('emergency');
});

it('the next key is the first nobody has', () => {
  expect(freeKey(usual)).toBe('3');
  expect(freeKey(variant(...[...'0123456789'].map((key) => item(key, 'balance'))))).toBeNull();
});

it('a mode begins as working hours and can be given up', () => {
  const own = withMode({ variants: { open: usual } }, 'night', true);
  expect(own.variants.night).toEqual(usual);
  expect(own.variants.night).not.toBe(usual);
  expect(withMode(own, 'night', false).variants).toEqual({ open: usual });
});

it.each([
  ['9-18', ['09:00-18:00']],
  ['09:00–13:00, 14-18:30', ['09:00-13:00', '14:00-18:30']],
  ['', []],
  ['morning', ['morning']],
])('hours typed as %s', (typed, hours) => expect(hoursTyped(typed)).toEqual(hours));

it('days of readings leave no day out', () => {
  const days = (from: number, to: number) => readingsFromTo(from, to)
    .flatMap((rule) => Array.from({ length: rule.to - rule.from + 1 }, (_, i) => rule.from + i));
  const all = Array.from({ length: 31 }, (_, i) => i + 1);
  expect(days(15, 23)).toEqual(all);
  expect(days(1, 31)).toEqual(all);
  expect(days(24, 31)).toEqual(all);
});

it.each([
  ['2026-11-22', '10:00', 'Europe/Volgograd', '2026-11-22T07:00:00.000Z'],
  ['2026-10-25', '12:00', 'Europe/Kyiv', '2026-10-25T10:00:00.000Z'],
  ['2026-10-24', '12:00', 'Europe/Kyiv', '2026-10-24T09:00:00.000Z'],
  ['2026-03-29', '00:30', 'Europe/Kyiv', '2026-03-28T22:30:00.000Z'],
])('%s %s in %s is %s', (day, time, zone, instant) => expect(instantOf(day, time, zone)).toBe(instant));

it('an instant is shown on the wall it was typed from', () => {
  for (const zone of ['Europe/Samara', 'Europe/Kyiv']) {
    for (const instant of ['2026-10-25T02:30:00.000Z', '2026-12-14T20:59:00.000Z']) {
      const { day, time } = wallOf(instant, zone);
      expect(instantOf(day, time, zone)).toBe(instant);
    }
  }
  expect(wallOf('2026-12-14T20:59:00Z', 'Europe/Samara')).toEqual({ day: '2026-12-15', time: '00:59' });
});
it('no day is no instant', () => expect(instantOf('', '10:00', 'Europe/Kyiv')).toBeNull());

it('today is the day of the wall', () =>
  expect(todayIn(Date.parse('2026-11-21T22:00:00Z'), 'Europe/Volgograd')).toBe('2026-11-22'));

it('a new schedule names every weekday', () => expect(Object.keys(emptySchedule().week)).toHaveLength(7));
