import type { Move } from './order';

/** Something the crew did, waiting for a network. Its id makes a repeated sending one act. */
export interface Waiting {
  id: string;
  kind: 'move' | 'photo';
  move?: Move;
  photo?: 'before' | 'after';
  /** The moment of the tap, by the clock of the host as far as this phone knows it. */
  at: string;
  minutes?: number;
  text?: string;
  /** A small picture for the list. */
  thumb?: string;
  /** It can be taken back until then, ms of this phone's clock. */
  heldUntil?: number;
  /** The host refused it, in its own words: it stays until the person has read it. */
  refused?: string;
}

/** What went out, for the list of the page. */
export interface Sent extends Waiting {
  sentAt: string;
}

export interface Outbox {
  waiting: readonly Waiting[];
  sent: readonly Sent[];
}

const SENT_MAX = 30;

export const EMPTY: Outbox = { waiting: [], sent: [] };

export function add(box: Outbox, item: Waiting): Outbox {
  return { ...box, waiting: [...box.waiting, item] };
}

export function remove(box: Outbox, ids: readonly string[]): Outbox {
  return { ...box, waiting: box.waiting.filter((each) => !ids.includes(each.id)) };
}

/** The one to send now: the first that was not refused, and only when its time to be taken back is over. */
export function due(box: Outbox, nowMs: number): Waiting | null {
  const first = box.waiting.find((each) => each.refused === undefined);
  return first === undefined || (first.heldUntil ?? 0) > nowMs ? null : first;
}

/** How long until something held may go; null when nothing is held in front. */
export function heldFor(box: Outbox, nowMs: number): number | null {
  const first = box.waiting.find((each) => each.refused === undefined);
  return first?.heldUntil === undefined || first.heldUntil <= nowMs ? null : first.heldUntil - nowMs;
}

export function markSent(box: Outbox, id: string, sentAt: string): Outbox {
  const item = box.waiting.find((each) => each.id === id);
  return item === undefined ? box : {
    waiting: box.waiting.filter((each) => each.id !== id),
    sent: [...box.sent, { ...item, sentAt }].slice(-SENT_MAX),
  };
}

export function markRefused(box: Outbox, id: string, why: string): Outbox {
  return { ...box, waiting: box.waiting.map((each) => (each.id === id ? { ...each, refused: why } : each)) };
}

/** The moves that still count: sent ones the host has answered with its own state. */
export function movesIn(box: Outbox): Move[] {
  return box.waiting
    .filter((each) => each.refused === undefined && each.move !== undefined)
    .map((each) => each.move as Move);
}

export function read(text: string | null): Outbox {
  if (text === null) {
    return EMPTY;
  }
  try {
    const value = JSON.parse(text) as Partial<Outbox>;
    return { waiting: value.waiting ?? [], sent: value.sent ?? [] };
  } catch (error) {
    if (error instanceof SyntaxError) {
      return EMPTY;
    }
    throw error;
  }
}

/** The name under which a link's things lie on this phone: not the token itself, which is a key. */
export function shelfOf(token: string): string {
  let hash = 0x811c9dc5;
  for (const char of token) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return `zhkh.crew.${(hash >>> 0).toString(36)}`;
}

const PAUSES_MS = [2_000, 5_000, 10_000, 30_000];

/** How long to wait before the next try. */
export function pauseAfter(failures: number): number {
  return PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1] ?? 0;
}
