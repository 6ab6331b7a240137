import type { Board, CallCard, LiveEvent } from '../../api';

/** The picture everybody shares, and the calls that ended lately: their cards stay on desks. */
export interface BoardView extends Board {
  recent: readonly CallCard[];
}

export const RECENT_MAX = 20;

export function viewOf(board: Board, before: BoardView | undefined): BoardView {
  const gone = before?.calls.filter((call) => !board.calls.some((each) => each.callId === call.callId)) ?? [];
  const ended = gone.map((call): CallCard => ({ ...call, state: 'ended' }));
  return { ...board, recent: [...ended, ...(before?.recent ?? [])].slice(0, RECENT_MAX) };
}

/** Calls come whole in events; applying one twice changes nothing. */
export function applyEvent(view: BoardView, event: LiveEvent): BoardView {
  switch (event.type) {
    case 'call.ringing':
    case 'call.changed':
      return withCall(view, event.data as CallCard, event.at);
    case 'call.ended':
      return leaves(view, event.data as CallCard, event);
    default:
      return view;
  }
}

/** A call that turns out to be another organisation's ends for the first one only; there it goes on. */
function leaves(view: BoardView, card: CallCard, event: LiveEvent): BoardView {
  if (card.organisation === event.organisation) {
    return withoutCall(view, card, event.at);
  }
  return {
    ...view,
    calls: view.calls.filter((each) => each.callId !== card.callId || each.organisation !== event.organisation),
  };
}

/** Which list an event says has changed; null when it says nothing of lists. */
export function changedList(event: LiveEvent): string | null {
  if (event.type !== 'changed') {
    return null;
  }
  const list = (event.data as { list?: unknown }).list;
  return typeof list === 'string' ? list : null;
}

function withCall(view: BoardView, card: CallCard, at: string): BoardView {
  if (card.state === 'ended') {
    return withoutCall(view, card, at);
  }
  const known = view.calls.some((each) => each.callId === card.callId);
  const calls = known
    ? view.calls.map((each) => (each.callId === card.callId ? card : each))
    : [...view.calls, card];
  return { ...view, calls };
}

function withoutCall(view: BoardView, card: CallCard, at: string): BoardView {
  const ended: CallCard = { ...card, state: 'ended', endedAt: card.endedAt ?? at };
  const rest = view.recent.filter((each) => each.callId !== card.callId);
  return {
    ...view,
    calls: view.calls.filter((each) => each.callId !== card.callId),
    recent: [ended, ...rest].slice(0, RECENT_MAX),
  };
}

/** Those who wait for a person, the longest first. */
export function ringing(calls: readonly CallCard[]): CallCard[] {
  return calls
    .filter((call) => call.direction === 'inbound' && (call.state === 'ringing' || call.state === 'waiting'))
    .sort((a, b) => Date.parse(a.arrivedAt) - Date.parse(b.arrivedAt));
}

/** Who may be spoken to next: the one who rings longest, else the one who talks to the robot longest. */
export function expected(calls: readonly CallCard[]): CallCard | null {
  const robot = calls
    .filter((call) => call.direction === 'inbound' && call.state === 'robot')
    .sort((a, b) => Date.parse(a.arrivedAt) - Date.parse(b.arrivedAt));
  return ringing(calls)[0] ?? robot[0] ?? null;
}

/** The call this dispatcher is in: talking on his telephone, or being rung there to call somebody back. */
export function ownCall(calls: readonly CallCard[], extension: string | null): CallCard | null {
  if (extension === null) {
    return null;
  }
  const mine = calls.filter((call) => call.extension === extension
    || call.parties?.some((party) => party.role === 'person' && party.name === extension));
  const talking = mine.filter((call) => call.state === 'talking');
  return talking.find((call) => call.heldBy !== extension)   // of two, the one that is not on hold
    ?? talking[0]
    ?? mine.find((call) => call.direction === 'outbound' && call.state !== 'ended')
    ?? null;
}

/** The number at the far end, whoever called. */
export function farNumber(call: CallCard): string {
  return call.direction === 'outbound' ? call.to : call.from;
}
