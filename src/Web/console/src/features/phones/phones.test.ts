import { expect, it } from 'vitest';
import type { DeskPhone, PhoneWish } from './api';
import { faultsOf, freeNumber, macText, stateOf, toneOf, wishOf } from './phones';

const phone: DeskPhone = {
  extension: '201', registered: true, user: null, callId: null, organisation: '', label: '', mac: '001565aabb01',
  reach: 'country', minutesPerDay: null, enabled: true, demo: false, frozen: false, places: [], lastCall: null,
};
const wish: PhoneWish = wishOf(phone);

it('a shut phone is shut, whatever else it is', () => {
  expect(stateOf({ ...phone, enabled: false, frozen: true, callId: 'c' })).toBe('shut');
  expect(stateOf({ ...phone, frozen: true, callId: 'c' })).toBe('frozen');
  expect(stateOf({ ...phone, callId: 'c' })).toBe('inCall');
  expect(stateOf(phone)).toBe('registered');
  expect(stateOf({ ...phone, registered: false })).toBe('away');
});

it('one way is bad however good it sounds', () => {
  const sound = { endedAt: '', lossPercent: 0, jitterMs: 1, mos: 4.4, isOneWay: false };
  expect(toneOf(sound)).toBe('ok');
  expect(toneOf({ ...sound, mos: 3.8 })).toBe('warn');
  expect(toneOf({ ...sound, mos: 3.5 })).toBe('crit');
  expect(toneOf({ ...sound, isOneWay: true })).toBe('crit');
});

it.each([
  [{}, []],
  [{ extension: '100' }, ['extension']],
  [{ extension: '2x1' }, ['extension']],
  [{ mac: '00-15-65-AA-BB-01' }, []],
  [{ mac: '00:15' }, ['mac']],
  [{ minutesPerDay: 1441 }, ['minutesPerDay']],
  [{ minutesPerDay: Number.NaN }, ['minutesPerDay']],
  [{ minutesPerDay: 0 }, []],
  [{ label: 'x'.repeat(61) }, ['label']],
  [{ label: 'Пост 2 ☎' }, []],
  [{ label: 'Лифтёр 🛗' }, ['label']],
  [{ label: 'Пост\t2' }, ['label']],
])('%o has the faults %o', (part, faults) => expect(faultsOf({ ...wish, ...part })).toEqual(faults));

it('a MAC is written in pairs', () => {
  expect(macText('001565aabb01')).toBe('00:15:65:aa:bb:01');
  expect(macText(null)).toBe('');
});

it('the next phone gets the first free number', () => {
  expect(freeNumber([phone, { ...phone, extension: '203' }])).toBe('202');
  expect(freeNumber([])).toBe('201');
});
