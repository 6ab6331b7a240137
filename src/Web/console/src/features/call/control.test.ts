import { afterEach, expect, it, vi } from 'vitest';
import type { CallCard, CallParty } from '../../api';
import { command, handOf, isPickable, matching } from './control';

const party = (name: string, role: CallParty['role'] = 'person'): CallParty =>
  ({ name, role, isOurs: true, since: '2026-11-22T05:00:00Z', isMuted: false });

const card = (over: Partial<CallCard>): CallCard => ({
  callId: 'c', direction: 'inbound', from: '+79370000030', to: '100', state: 'talking', arrivedAt: '',
  answeredAt: null, humanAnsweredAt: null, extension: '201', operator: null, waitSeconds: 0,
  organisation: 'privolsk', recording: true, ticketNumber: null, accounts: [], openTickets: [], outages: [],
  repeat: 1, parties: [party('201')], heldBy: null, lastMove: null, ...over,
});

it('is in hand while this telephone talks in it', () => {
  expect(handOf(card({}), '201')).toMatchObject({ mine: true, held: false, others: [], asking: null });
  expect(handOf(card({}), '202').mine).toBe(false);
  expect(handOf(card({ state: 'waiting', parties: [] }), '201').mine).toBe(false);
  expect(handOf(card({}), null).mine).toBe(false);
});

afterEach(() => vi.unstubAllGlobals());

it('may be picked up while it rings elsewhere', () => {
  const rings = card({ state: 'ringing', extension: '202', parties: [] });
  expect(isPickable(rings, '201')).toBe(true);
  expect(isPickable(rings, null)).toBe(false);
  expect(isPickable(card({}), '202')).toBe(false);
  expect(isPickable(card({ state: 'ringing', direction: 'internal', from: '201', parties: [] }), '201')).toBe(false);
});

it('is asked about again under the same key when the answer is lost, and only once', async () => {
  const keys: (string | null)[] = [];
  vi.stubGlobal('fetch', (_: string, init: RequestInit) => {
    keys.push(new Headers(init.headers).get('Idempotency-Key'));
    return keys.length === 1
      ? Promise.reject(new TypeError('lost'))
      : Promise.resolve(new Response('{"result":"ok"}', { headers: { 'Content-Type': 'application/json' } }));
  });
  expect(await command({ callId: 'c', command: 'hold' })).toEqual({ result: 'ok' });
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
  await command({ callId: 'c', command: 'hold' });
  expect(keys[2]).not.toBe(keys[0]);
});

it('knows who holds it', () => {
  expect(handOf(card({ heldBy: '201' }), '201')).toMatchObject({ held: true, heldBy: null });
  expect(handOf(card({ heldBy: '202', parties: [party('201'), party('202')] }), '201'))
    .toMatchObject({ held: false, heldBy: '202' });
});

it('knows whom it asks only while it holds', () => {
  const lastMove = { at: '', by: '201', to: '202', kind: 'consult' as const };
  expect(handOf(card({ heldBy: '201', lastMove }), '201').asking).toBe('202');
  expect(handOf(card({ lastMove }), '201').asking).toBeNull();
});

it('keeps supervisors apart from those who talk', () => {
  const hand = handOf(card({ parties: [party('201'), party('203', 'listener'), party('204', 'whisperer')] }), '203');
  expect(hand.mine).toBe(false);
  expect(hand.supervising).toBe('listener');
  expect(hand.supervisors.map((each) => each.name)).toEqual(['203', '204']);
  expect(hand.others.map((each) => each.name)).toEqual(['201']);
});

it('offers free colleagues first, then lines, and a number that is typed', () => {
  const targets = {
    phones: [
      { extension: '202', name: 'Белова', isFree: false }, { extension: '203', name: 'Иванова', isFree: true },
    ],
    lines: ['dispatchers', 'emergency'], answersItself: false, lineNumber: null, hasLinePin: false,
  };
  expect(matching(targets, '').map((each) => each.to)).toEqual(['203', '202', 'dispatchers', 'emergency']);
  expect(matching(targets, 'бел').map((each) => each.to)).toEqual(['202']);
  expect(matching(targets, '8 937 000-00-31')).toEqual(
    [{ to: '8 937 000-00-31', kind: 'number', name: null, isFree: true }]);
  expect(matching(targets, '937')).toEqual([]);
});
