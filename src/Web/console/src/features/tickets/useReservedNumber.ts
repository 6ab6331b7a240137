import { useEffect } from 'react';
import type { CallCard } from '../../api';
import type { Draft } from './drafts';

const used = new Set<number>();
const USED_MAX = 200;

/** A number that went into a saved ticket is not offered for the next one of the same call. */
export function markUsed(number: number): void {
  if (used.size >= USED_MAX) {
    used.clear();
  }
  used.add(number);
}

/** The number reserved when the call was answered: said to the caller before anything is saved. */
export function useReservedNumber(
  call: CallCard | null, draft: Draft, change: (part: Partial<Draft>) => void,
): number | null {
  const offered = call?.ticketNumber ?? null;
  const free = offered !== null && !used.has(offered) ? offered : null;
  useEffect(() => {
    if (free !== null && draft.text !== '' && draft.number !== free) {
      change({ number: free });
    }
  }, [free, draft.text, draft.number, change]);
  return free ?? (draft.number !== null && !used.has(draft.number) ? draft.number : null);
}
