import { describe, expect, it } from 'vitest';
import type { LiveEvent } from './api';
import { adopt, receive, startStream, type StreamState } from './liveState';

const event = (seq: number, organisation = 'a', epoch = 'e'): LiveEvent => (
  { epoch, seq, organisation, type: 'changed', at: '2026-11-21T10:00:00Z', data: {} });

const seen = (events: readonly LiveEvent[]) => events.map((each) => `${each.organisation}${each.seq}`);

describe('receive', () => {
  it('shows the next event', () => {
    const step = receive(startStream('e', { a: 4 }), [event(5)]);
    expect(seen(step.fresh)).toEqual(['a5']);
    expect(step.state.seqs).toEqual({ a: 5 });
    expect(step.gap).toBe(false);
  });

  it('drops what was shown before', () => {
    const step = receive(startStream('e', { a: 4 }), [event(3), event(4)]);
    expect(step.fresh).toEqual([]);
    expect(step.gap).toBe(false);
  });

  it('keeps an early event until the gap is filled, then shows all in order', () => {
    const early = receive(startStream('e', { a: 4 }), [event(7)]);
    expect(early.fresh).toEqual([]);
    expect(early.gap).toBe(true);
    const filled = receive(early.state, [event(6), event(5), event(7)]);
    expect(seen(filled.fresh)).toEqual(['a5', 'a6', 'a7']);
    expect(filled.gap).toBe(false);
  });

  it('counts each organisation by itself', () => {
    const step = receive(startStream('e', { a: 4, b: 9 }), [event(10, 'b'), event(5)]);
    expect(seen(step.fresh).sort()).toEqual(['a5', 'b10']);
  });

  it('says when the host began anew', () => {
    const step = receive(startStream('e', { a: 4 }), [event(1, 'a', 'other')]);
    expect(step.foreign).toBe(true);
    expect(step.fresh).toEqual([]);
  });

  it('shows every event once whatever the order and the repeats', () => {
    let seed = 7;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let round = 0; round < 200; round += 1) {
      const sent = Array.from({ length: 30 }, (_, index) => event(index + 1, index % 2 === 0 ? 'a' : 'a'));
      const delivered = [...sent, ...sent].sort(() => random() - 0.5);
      let state: StreamState = startStream('e', {});
      const shown: string[] = [];
      for (const each of delivered) {
        const step = receive(state, [each]);
        state = step.state;
        shown.push(...seen(step.fresh));
      }
      expect(shown).toEqual(sent.map((each) => `a${each.seq}`));
    }
  });
});

describe('adopt', () => {
  it('takes a snapshot and the early events that follow it', () => {
    const early = receive(startStream('e', { a: 4 }), [event(9)]).state;
    const step = adopt(early, 'e', { a: 8 });
    expect(seen(step.fresh)).toEqual(['a9']);
  });

  it('forgets the events of another life', () => {
    const early = receive(startStream('e', { a: 4 }), [event(9)]).state;
    const step = adopt(early, 'new', { a: 8 });
    expect(step.fresh).toEqual([]);
    expect(step.state).toEqual({ epoch: 'new', seqs: { a: 8 }, early: [] });
  });
});
