import { expect, it } from 'vitest';
import type { Assignment, Crew } from './crews';
import { cameLater, fits, rankCrews, reachedAt, reachedPerson, rungsDone } from './ranking';

const crew = (code: string, more: Partial<Crew> = {}): Crew => ({
  code, name: code, trades: ['plumbing'], phone: '+79270000000', hasSmartphone: true, onShift: true, openTickets: 0,
  note: null, ...more,
});

const assignment = (more: Partial<Assignment> = {}): Assignment => ({
  id: 'a', crew: 'c', state: 'ordered', orderedAt: '2026-11-22T10:00:00Z', steps: [], photos: [], needsUntil: null,
  ...more,
});

it('who is on shift comes first, then the right trade, then who has the least in hand', () => {
  const crews = [
    crew('off', { onShift: false }), crew('electric', { trades: ['electricity'] }), crew('busy', { openTickets: 3 }),
    crew('free'),
  ];
  expect(rankCrews(crews, 'waterLeak').map((each) => each.code)).toEqual(['free', 'busy', 'electric', 'off']);
});

it('among equals the order of the host stays', () => {
  expect(rankCrews([crew('b'), crew('a')], null).map((each) => each.code)).toEqual(['b', 'a']);
});

it('the word of the host about a trade is stronger than ours', () => {
  expect(fits(crew('x', { fits: true, trades: [] }), 'waterLeak')).toBe(true);
  expect(fits(crew('x'), 'waterLeak')).toBe(true);
  expect(fits(crew('x'), 'lift')).toBe(false);
  expect(fits(crew('x'), 'other')).toBeNull();
});

it('a localised accident is not done yet', () => {
  expect([rungsDone('ordered'), rungsDone('onSite'), rungsDone('localised'), rungsDone('done')]).toEqual([1, 4, 4, 5]);
  expect(rungsDone('declined')).toBe(0);
});

it('each rung has the moment of its step', () => {
  const step = { at: '2026-11-22T10:04:00Z', channel: 'link', what: 'accepted', detail: null };
  const given = assignment({ steps: [step] });
  expect(reachedAt(given, 'ordered')).toBe('2026-11-22T10:00:00Z');
  expect(reachedAt(given, 'accepted')).toBe('2026-11-22T10:04:00Z');
  expect(reachedAt(given, 'done')).toBeNull();
});

it('the ladder reaches a person only while nobody has answered', () => {
  const steps = [{ at: '2026-11-22T10:09:00Z', channel: 'person', what: 'alerted', detail: null }];
  expect(reachedPerson(assignment({ steps }))).toBe(true);
  expect(reachedPerson(assignment({ steps, state: 'accepted' }))).toBe(false);
  expect(reachedPerson(assignment())).toBe(false);
});

it('a tap without a network has two moments', () => {
  const step = { at: '2026-11-22T10:00:00Z', channel: 'link', what: 'onSite', detail: null };
  expect(cameLater({ ...step, receivedAt: '2026-11-22T10:21:00Z' })).toBe(true);
  expect(cameLater({ ...step, receivedAt: '2026-11-22T10:00:20Z' })).toBe(false);
  expect(cameLater(step)).toBe(false);
});
