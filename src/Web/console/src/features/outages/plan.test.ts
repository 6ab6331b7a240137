import { expect, it } from 'vitest';
import { houseOf, housePart, localField, missingIn, momentOf, outageOf, planOf, termAfter } from './plan';

const house = (id: string, address: string) => ({ id, address });
const now = Date.parse('2026-11-22T09:03:00Z');

it('the house of a flat is the one its address begins with, not a longer number', () => {
  const houses = [house('1', 'ул. Гагарина, 1'), house('14', 'ул. Гагарина, 14'), house('14a', 'ул. Гагарина, 14а')];
  expect(houseOf('ул. Гагарина, 14, кв. 30', houses)?.id).toBe('14');
  expect(houseOf('ул. Гагарина, 14а', houses)?.id).toBe('14a');
  expect(houseOf('ул. Гагарина, 15, кв. 1', houses)).toBeNull();
});

it('the part of an address that names the house leaves the flat out', () => {
  expect(housePart('ул. Гагарина, 14, кв. 30')).toBe('ул. Гагарина, 14');
  expect(housePart('ул. Мира, 5')).toBe('ул. Мира, 5');
});

it('a kind of work proposes what is off, why and until when', () => {
  const plan = planOf('hotWater', [house('14', 'ул. Гагарина, 14')], now);
  expect(plan).toMatchObject({ services: ['hotWater'], cause: 'heatMainAccident', kind: 'emergency', notify: true });
  expect(plan.until).toBe(termAfter(4, now));
  expect(planOf('roof', [], now)).toMatchObject({ services: [], cause: 'unknown', until: '' });
});

it('a term is rounded up to ten minutes', () => {
  expect(Date.parse(termAfter(1, now)) - now).toBe(67 * 60_000);
});

it('a field and a moment are the same thing told twice', () => {
  expect(momentOf(localField(now))).toBe(new Date(now).toISOString());
  expect(momentOf('')).toBeNull();
});

it('says what is missing in the order of the dialog', () => {
  const plan = planOf(null, [], now);
  expect(missingIn(plan)).toBe('houses');
  const placed = { ...plan, houses: [house('14', 'ул. Гагарина, 14')] };
  expect(missingIn(placed)).toBe('services');
  const named = { ...placed, services: ['gas'] };
  expect(missingIn(named)).toBeNull();
  expect(missingIn({ ...named, kind: 'planned' })).toBe('until');
  expect(missingIn({ ...named, until: '2020-01-01T10:00' })).toBe('until');
  expect(missingIn({ ...named, kind: 'planned', startsAt: '' })).toBe('starts');
});

it('an emergency begins now and a planned one when it is planned', () => {
  const plan = { ...planOf('gas', [house('5', 'ул. Мира, 5')], now), until: '' };
  expect(outageOf(plan, 'p', 't-1', now)).toMatchObject({
    organisation: 'p', ticketId: 't-1', houseIds: ['5'], startsAt: new Date(now).toISOString(), plannedUntil: null,
  });
  const later = localField(now + 3_600_000);
  expect(outageOf({ ...plan, kind: 'planned', startsAt: later }, 'p', null, now).startsAt).toBe(momentOf(later));
});
