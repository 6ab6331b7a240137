import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Callback, CallCard, CardAccount } from '../../api';
import { expected, ownCall } from '../board/boardState';
import { useBoard } from '../board/useBoard';
import { changeDraft, NO_CALL, readDraft } from '../tickets/drafts';

/**
 * What lies on the dispatcher's desk. `held` is his own call, until its ticket is saved or it is put away;
 * `shown` is what the card in the middle shows: the held one, one he looks into, or the caller who may reach him next.
 */
export interface Desk {
  held: CallCard | null;
  shown: CallCard | null;
  callback: Callback | null;
  /** Whom the editor writes for: a call id, or `none`. */
  subject: string;
  /** The flat the card shows and the ticket is for; null while nobody has chosen among several. */
  flat: CardAccount | null;
  look(callId: string | null): void;
  chooseFlat(account: CardAccount): void;
  beginCallback(callId: string, callback: Callback): void;
  putAway(): void;
  resume(subject: string): void;
}

const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) {
    throw new Error('DeskProvider is missing');
  }
  return desk;
}

function findCall(callId: string | null, calls: readonly CallCard[], recent: readonly CallCard[]): CallCard | null {
  return calls.find((call) => call.callId === callId) ?? recent.find((call) => call.callId === callId) ?? null;
}

/** The flat of a card: the only one, or the one chosen in its draft. Several flats are never guessed at. */
function flatOf(card: CallCard | null, chosen: string | null): CardAccount | null {
  if (card === null) {
    return null;
  }
  const picked = card.accounts.find((account) => account.number === chosen);
  return picked ?? (card.accounts.length === 1 ? card.accounts[0] ?? null : null);
}

export function DeskProvider({ extension, children }: { extension: string | null; children: ReactNode }) {
  const board = useBoard();
  const [heldId, setHeldId] = useState<string | null>(null);
  const [heldCard, setHeldCard] = useState<CallCard | null>(null);
  const [lookId, setLookId] = useState<string | null>(null);
  const [callback, setCallback] = useState<{ callId: string; row: Callback } | null>(null);
  const [chosen, setChosen] = useState<{ callId: string; number: string } | null>(null);

  const calls = board?.calls ?? NOTHING;
  const recent = board?.recent ?? NOTHING;
  const own = ownCall(calls, extension);
  const ownId = own?.callId ?? null;

  useEffect(() => {
    if (ownId !== null) {
      setHeldId(ownId);
      setLookId(null);
    }
  }, [ownId]);

  const live = findCall(heldId, calls, recent);
  useEffect(() => {
    if (live !== null) {
      setHeldCard(live);
    }
  }, [live]);

  const held = heldId === null ? null : live ?? (heldCard?.callId === heldId ? heldCard : null);
  const shown = findCall(lookId, calls, recent) ?? held ?? expected(calls);
  const subject = heldId ?? NO_CALL;
  const choiceFor = (card: CallCard | null) => {
    if (card === null) {
      return null;
    }
    return chosen?.callId === card.callId ? chosen.number : readDraft(card.callId).account?.number ?? null;
  };

  const chooseFlat = useCallback((account: CardAccount) => {
    if (shown === null) {
      return;
    }
    setChosen({ callId: shown.callId, number: account.number });
    if (shown.callId === heldId) {
      changeDraft(shown.callId, { account: { number: account.number, address: account.address } });
    }
  }, [shown, heldId]);

  const beginCallback = useCallback((callId: string, row: Callback) => {
    setCallback({ callId, row });
    setHeldId(callId);
    setLookId(null);
    changeDraft(callId, { callbackId: row.id, title: row.phone ?? '' });
  }, []);

  const putAway = useCallback(() => {
    setHeldId(null);
    setHeldCard(null);
    setLookId(null);
  }, []);

  const resume = useCallback((to: string) => {
    setHeldId(to === NO_CALL ? null : to);
    setLookId(null);
  }, []);

  const flat = flatOf(shown, choiceFor(shown));
  const row = callback !== null && callback.callId === heldId ? callback.row : null;
  const desk = useMemo<Desk>(() => ({
    held, shown, callback: row, subject, flat, look: setLookId, chooseFlat, beginCallback, putAway, resume,
  }), [held, shown, row, subject, flat, chooseFlat, beginCallback, putAway, resume]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}

const NOTHING: readonly CallCard[] = [];
