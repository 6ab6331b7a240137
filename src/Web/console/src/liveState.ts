import type { LiveEvent } from './api';

/** Where we stand in the stream: the last number seen of each organisation, and what came too early. */
export interface StreamState {
  epoch: string;
  seqs: Readonly<Record<string, number>>;
  early: readonly LiveEvent[];
}

export interface Step {
  state: StreamState;
  /** To be shown now, in order, each for the first time. */
  fresh: LiveEvent[];
  /** Something between is missing: ask for it. */
  gap: boolean;
  /** The host began anew: only a snapshot helps. */
  foreign: boolean;
}

/** More than this many early events means a snapshot is cheaper than waiting. */
export const EARLY_MAX = 500;

export function startStream(epoch: string, seqs: Record<string, number>): StreamState {
  return { epoch, seqs, early: [] };
}

/** Takes any number of events in any order; repeats are dropped, early ones kept until the gap is filled. */
export function receive(state: StreamState, events: readonly LiveEvent[]): Step {
  const foreign = events.some((event) => event.epoch !== state.epoch);
  const seqs: Record<string, number> = { ...state.seqs };
  const fresh: LiveEvent[] = [];
  const waiting = [...state.early, ...events]
    .filter((event) => event.epoch === state.epoch)
    .sort((a, b) => a.seq - b.seq);
  const early: LiveEvent[] = [];
  for (const event of waiting) {
    const last = seqs[event.organisation] ?? 0;
    if (event.seq === last + 1) {
      seqs[event.organisation] = event.seq;
      fresh.push(event);
    } else if (event.seq > last + 1 && !early.some((kept) => same(kept, event))) {
      early.push(event);
    }
  }
  return {
    state: { epoch: state.epoch, seqs, early: early.slice(-EARLY_MAX) },
    fresh,
    gap: early.length > 0,
    foreign,
  };
}

/**
 * Takes a snapshot's position, even one behind ours: what happened after it is not in it, so it must be told again.
 * Events that came early and follow the snapshot are shown at once.
 */
export function adopt(state: StreamState | null, epoch: string, seqs: Record<string, number>): Step {
  return receive(startStream(epoch, seqs), state?.epoch === epoch ? state.early : []);
}

function same(a: LiveEvent, b: LiveEvent): boolean {
  return a.organisation === b.organisation && a.seq === b.seq;
}
