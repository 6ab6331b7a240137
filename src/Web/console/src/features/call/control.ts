import type { CallCard, CallParty } from '../../api';
import { newKey, request, Unreachable } from '../../http';

/** What a telephone is to a call: decides which buttons there are. */
export interface Hand {
  /** Talks in it. */
  mine: boolean;
  held: boolean;
  /** Held by another telephone: its number. */
  heldBy: string | null;
  muted: boolean;
  /** Whoever else of ours, or from outside, talks in it. */
  others: readonly CallParty[];
  supervisors: readonly CallParty[];
  /** How this telephone supervises, if it does. */
  supervising: 'listener' | 'whisperer' | null;
  /** Whom this telephone asks just now, while the resident waits. */
  asking: string | null;
}

export function handOf(card: CallCard, extension: string | null): Hand {
  const parties = card.parties ?? [];
  const own = parties.find((party) => party.name === extension);
  const talks = parties.filter((party) => party.role === 'person' && party.name !== extension);
  const heldBy = card.heldBy ?? null;
  const held = heldBy !== null && heldBy === extension;
  return {
    mine: card.state === 'talking' && own?.role === 'person',
    held,
    heldBy: held ? null : heldBy,
    muted: own?.isMuted ?? false,
    others: talks,
    supervisors: parties.filter((party) => party.role === 'listener' || party.role === 'whisperer'),
    supervising: own?.role === 'listener' || own?.role === 'whisperer' ? own.role : null,
    asking: held && card.lastMove?.kind === 'consult' && card.lastMove.by === extension ? card.lastMove.to : null,
  };
}

/** It rings somewhere and this telephone is not in it. */
export function isPickable(card: CallCard, extension: string | null): boolean {
  return extension !== null && card.state === 'ringing'
    && card.parties?.some((party) => party.name === extension) !== true
    && !(card.direction !== 'inbound' && card.from === extension);
}

export type Command =
  | 'hold' | 'resume' | 'mute' | 'unmute' | 'pickup' | 'transfer' | 'consult' | 'join' | 'drop'
  | 'listen' | 'whisper' | 'barge';

export interface Wish {
  callId: string;
  command: Command;
  to?: string;
  party?: string;
}

/** Carried out once: when the answer is lost, the same command is asked about again under its key. */
export async function command(wish: Wish): Promise<{ result: string }> {
  const key = newKey();
  try {
    return await send(wish, key);
  } catch (error) {
    if (error instanceof Unreachable) {
      return send(wish, key);
    }
    throw error;
  }
}

function send({ callId, command: name, to, party }: Wish, idempotencyKey: string): Promise<{ result: string }> {
  const path = `/api/calls/${encodeURIComponent(callId)}/${name}`;
  const takesTo = name === 'transfer' || name === 'consult' || name === 'join';
  return request(path, {
    method: 'POST',
    idempotencyKey,
    ...(takesTo ? { body: { to: to ?? null } } : name === 'drop' ? { body: { party: party ?? null } } : {}),
  });
}

export interface PhoneTarget { extension: string; name: string | null; isFree: boolean }
export interface Targets {
  phones: PhoneTarget[];
  lines: string[];
  answersItself: boolean;
  /** What any telephone calls to be one's permanent line; null without a telephone of one's own. */
  lineNumber: string | null;
  hasLinePin: boolean;
}
export interface Target { to: string; kind: 'phone' | 'line' | 'number'; name: string | null; isFree: boolean }

export const getTargets = () => request<Targets>('/api/calls/targets');

export const setAutoAnswer = (on: boolean) =>
  request<void>('/api/session/auto-answer', { method: 'PUT', body: { on } });

/** Null takes the code away. */
export const setLinePin = (pin: string | null) =>
  request<void>('/api/session/line-pin', { method: 'PUT', body: { pin } });

/** What fits the typed text: free colleagues first, then lines, then the number itself when it looks like one. */
export function matching(targets: Targets, typed: string): Target[] {
  const query = typed.trim().toLowerCase();
  const has = (...texts: (string | null)[]) => texts.some((text) => text?.toLowerCase().includes(query) === true);
  const phones = targets.phones
    .filter((phone) => has(phone.extension, phone.name))
    .sort((a, b) => Number(b.isFree) - Number(a.isFree) || a.extension.localeCompare(b.extension))
    .map((phone): Target => ({ to: phone.extension, kind: 'phone', name: phone.name, isFree: phone.isFree }));
  const lines = targets.lines.filter((line) => has(line))
    .map((line): Target => ({ to: line, kind: 'line', name: null, isFree: true }));
  const digits = query.replace(/\D/g, '');
  const number: Target[] = digits.length >= 9 && /^[+\d\s()-]+$/.test(query)
    ? [{ to: query, kind: 'number', name: null, isFree: true }] : [];
  return [...number, ...phones, ...lines];
}
