import { useCallback, useSyncExternalStore } from 'react';
import type { Priority } from '../../api';
import { newKey } from '../../http';

/** What has been typed for one call (or for none), kept on this computer with every key press. */
export interface Draft {
  subject: string;
  text: string;
  category: string | null;
  /** Null: as the text suggests. */
  priority: Priority | null;
  account: { number: string; address: string } | null;
  address: string;
  remember: boolean;
  /** Whose draft it is, to be told apart in a list after the call has gone. */
  title: string;
  number: number | null;
  callbackId: string | null;
  /** Who goes there as soon as the ticket is saved. */
  crew: { code: string; name: string } | null;
  idempotencyKey: string;
  touchedAt: number;
}

export const NO_CALL = 'none';
const PREFIX = 'zhkh.draft.';
const DRAFTS_MAX = 50;
const KEPT_MS = 7 * 24 * 3_600_000;

const listeners = new Set<() => void>();
let listCache: readonly Draft[] | null = null;
const cache = new Map<string, Draft>();

function blank(subject: string): Draft {
  return {
    subject, text: '', category: null, priority: null, account: null, address: '', remember: true, title: '',
    number: null, callbackId: null, crew: null, idempotencyKey: newKey(), touchedAt: 0,
  };
}

export function readDraft(subject: string): Draft {
  const known = cache.get(subject);
  if (known !== undefined) {
    return known;
  }
  const kept = parse(localStorage.getItem(PREFIX + subject));
  const draft = kept ?? blank(subject);
  cache.set(subject, draft);
  return draft;
}

export function changeDraft(subject: string, change: Partial<Draft>, nowMs = Date.now()): void {
  const draft = { ...readDraft(subject), ...change, touchedAt: nowMs };
  cache.set(subject, draft);
  localStorage.setItem(PREFIX + subject, JSON.stringify(draft));
  notify();
}

export function dropDraft(subject: string): void {
  cache.delete(subject);
  localStorage.removeItem(PREFIX + subject);
  notify();
}

export function forgetDrafts(): void {
  for (const key of draftKeys()) {
    localStorage.removeItem(key);
  }
  cache.clear();
  notify();
}

/** Drafts with something typed in them, newest first; old ones and those over the limit are swept away. */
export function listDrafts(nowMs = Date.now()): readonly Draft[] {
  const all = draftKeys()
    .map((key) => parse(localStorage.getItem(key)))
    .filter((draft): draft is Draft => draft !== null)
    .sort((a, b) => b.touchedAt - a.touchedAt);
  all.forEach((draft, index) => {
    if (index >= DRAFTS_MAX || nowMs - draft.touchedAt > KEPT_MS) {
      localStorage.removeItem(PREFIX + draft.subject);
      cache.delete(draft.subject);
    }
  });
  return all.slice(0, DRAFTS_MAX).filter((draft) => draft.text.trim() !== '' && nowMs - draft.touchedAt <= KEPT_MS);
}

function draftKeys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
}

function parse(text: string | null): Draft | null {
  if (text === null) {
    return null;
  }
  try {
    const value = JSON.parse(text) as Partial<Draft>;
    return typeof value.subject === 'string' ? { ...blank(value.subject), ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

function notify(): void {
  listCache = null;
  listeners.forEach((listen) => listen());
}

function subscribe(listen: () => void): () => void {
  listeners.add(listen);
  return () => listeners.delete(listen);
}

export function useDraft(subject: string): [Draft, (change: Partial<Draft>) => void] {
  const draft = useSyncExternalStore(subscribe, () => readDraft(subject));
  const change = useCallback((part: Partial<Draft>) => changeDraft(subject, part), [subject]);
  return [draft, change];
}

export function useDrafts(): readonly Draft[] {
  return useSyncExternalStore(subscribe, () => (listCache ??= listDrafts()));
}
