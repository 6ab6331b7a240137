import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { CallCard, CardAccount, NewTicket, Priority, Ticket } from '../../api';
import { openTicket } from '../../endpoints';
import { farNumber } from '../board/boardState';
import { dropDraft, type Draft } from './drafts';

interface Saving {
  draft: Draft;
  call: CallCard | null;
  flat: CardAccount | null;
  category: string | null;
  priority: Priority;
}

/** A draft as the host wants it; what is not known is left out. */
export function ticketOf({ draft, call, flat, category, priority }: Saving): NewTicket {
  const address = draft.account === null && flat === null ? draft.address.trim() : '';
  const account = draft.account?.number ?? flat?.number;
  return {
    text: draft.text.trim(),
    priority,
    ...(category === null ? {} : { category }),
    ...(call === null ? {} : { callId: call.callId, phone: farNumber(call) }),
    ...(draft.callbackId === null ? {} : { callbackId: draft.callbackId }),
    ...(account === undefined ? {} : { accountNumber: account }),
    ...(address === '' ? {} : { address }),
    ...(flat?.person == null ? {} : { person: flat.person.name }),
    ...(draft.number === null ? {} : { number: draft.number }),
  };
}

/** Saves a draft once, however often Ctrl+Enter is pressed: one request at a time, one key per draft. */
export function useSave(onSaved: (ticket: Ticket, draft: Draft) => void) {
  const client = useQueryClient();
  const busy = useRef(false);
  const mutation = useMutation({
    mutationFn: (saving: Saving) => openTicket(ticketOf(saving), saving.draft.idempotencyKey),
    retry: false,
    onSuccess: (ticket, { draft }) => {
      dropDraft(draft.subject);
      void client.invalidateQueries({ queryKey: ['tickets'] });
      onSaved(ticket, draft);
    },
    onSettled: () => {
      busy.current = false;
    },
  });
  const save = (saving: Saving) => {
    if (!busy.current) {
      busy.current = true;
      mutation.mutate(saving);
    }
  };
  return { save, error: mutation.error, saving: mutation.isPending, reset: mutation.reset };
}
