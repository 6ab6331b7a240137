import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetails, TicketMove } from '../../api';
import { moveTicket } from '../../endpoints';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { ReasonDialog } from '../../ui/ReasonDialog';
import css from './Moves.module.css';

/** Moves that must be told why. */
const ASKED: ReadonlySet<TicketMove> = new Set(['reject', 'reopen']);

/** The moves that the host allows now; some of them ask for a word first. */
export function Moves({ ticket }: { ticket: TicketDetails }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState<TicketMove | null>(null);
  const moving = useMutation({
    mutationFn: ({ move, given }: { move: TicketMove; given: { crew?: string; why?: string } }) =>
      moveTicket(ticket.id, move, given),
    onSuccess: () => setAsking(null),
    onSettled: () => client.invalidateQueries({ queryKey: ['tickets'] }),
  });

  return (
    <div className={css.moves}>
      {ticket.allowed.filter((move) => move !== 'assign').map((move) => (
        <Button
          key={move}
          disabled={moving.isPending}
          onClick={() => (ASKED.has(move) ? setAsking(move) : moving.mutate({ move, given: {} }))}
        >
          {t(`move.${move}`)}
        </Button>
      ))}
      {asking === null && moving.error !== null && <Notice tone="error">{moving.error.message}</Notice>}
      {asking !== null && (
        <ReasonDialog title={t(`move.${asking}`)} act={t(`move.${asking}`)} tone="primary" busy={moving.isPending}
          error={moving.error} onClose={() => setAsking(null)}
          onDo={(why) => moving.mutate({ move: asking, given: { why } })} />
      )}
    </div>
  );
}
