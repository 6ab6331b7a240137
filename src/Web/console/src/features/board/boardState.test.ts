import { expect, it } from 'vitest';
import type { CallCard, LiveEvent } from '../../api';
import { applyEvent, expected, ownCall, RECENT_MAX, ringing, viewOf, type BoardView } from './boardState';

const card = (callId: string, more: Partial<CallCard> = {}): CallCard => ({
  callId, direction: 'inbound', from: '+79370000030', to: '100', state: 'ringing', arrivedAt: '2026-11-21T10:00:00Z',
  answeredAt: null, humanAnsweredAt: null, extension: null, operator: null, waitSeconds: 0, organisation: 'privolsk',
  recording: true, ticketNumber: null, accounts: [], openTickets: [], outages: [], repeat: 1, ...more,
});

const event = (type: string, data: unknown): LiveEvent => (
  { epoch: 'e', seq: 1, organisation: 'privolsk', type, at: '2026-11-21T10:02:00Z', data });

const empty: BoardView = {
  epoch: 'e', seqs: {}, serverNow: '', calls: [], callbacks: [], tickets: [],
  health: { linesBusy: 0, linesMax: 8 }, shares: { answeredInTimePercent: null, calledBackInTimePercent: null }, recent: [],
};

it('a ring applied twice is one call', () => {
  const once = applyEvent(empty, event('call.ringing', card('1')));
  const twice = applyEvent(once, event('call.ringing', card('1')));
  expect(twice.calls).toHaveLength(1);
});

it('an ended call leaves the list and its card stays at hand', () => {
  const ringingView = applyEvent(empty, event('call.ringing', card('1')));
  const ended = applyEvent(ringingView, event('call.ended', card('1', { state: 'talking' })));
  expect(ended.calls).toEqual([]);
  expect(ended.recent[0]).toMatchObject({ callId: '1', state: 'ended', endedAt: '2026-11-21T10:02:00Z' });
});

it('only so many ended calls are kept', () => {
  let view = empty;
  for (let index = 0; index < RECENT_MAX + 5; index += 1) {
    view = applyEvent(view, event('call.ended', card(String(index))));
  }
  expect(view.recent).toHaveLength(RECENT_MAX);
  expect(view.recent[0]?.callId).toBe(String(RECENT_MAX + 4));
});

it('calls that a fresh picture does not know have ended', () => {
  const before = applyEvent(empty, event('call.ringing', card('1')));
  const view = viewOf({ ...empty, calls: [card('2')] }, before);
  expect(view.calls.map((call) => call.callId)).toEqual(['2']);
  expect(view.recent.map((call) => [call.callId, call.state])).toEqual([['1', 'ended']]);
});

it('those who wait longest come first, and the robot’s callers do not ring', () => {
  const calls = [
    card('new', { arrivedAt: '2026-11-21T10:01:00Z' }), card('old'), card('robot', { state: 'robot' }),
    card('talk', { state: 'talking' }), card('out', { direction: 'outbound' }),
  ];
  expect(ringing(calls).map((call) => call.callId)).toEqual(['old', 'new']);
});

it('the own call is the one on my telephone', () => {
  const calls = [card('1', { state: 'talking', extension: '202' }), card('2', { state: 'talking', extension: '201' })];
  expect(ownCall(calls, '201')?.callId).toBe('2');
  expect(ownCall(calls, null)).toBeNull();
  expect(ownCall([card('3', { extension: '201' })], '201')).toBeNull();
  expect(ownCall([card('4', { extension: '201', direction: 'outbound' })], '201')?.callId).toBe('4');
});

it('of two own calls the one that is not on hold is shown', () => {
  const calls = [
    card('1', { state: 'talking', extension: '201', heldBy: '201' }), card('2', { state: 'talking', extension: '201' }),
  ];
  expect(ownCall(calls, '201')?.callId).toBe('2');
  expect(ownCall([...calls].reverse(), '201')?.callId).toBe('2');
  expect(ownCall(calls.slice(0, 1), '201')?.callId).toBe('1');
});

it('who rings is expected before who talks to the robot', () => {
  const robot = card('robot', { state: 'robot', arrivedAt: '2026-11-21T09:00:00Z' });
  expect(expected([robot, card('ring')])?.callId).toBe('ring');
  expect(expected([robot, card('talk', { state: 'talking' })])?.callId).toBe('robot');
  expect(expected([])).toBeNull();
});
