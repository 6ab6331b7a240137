import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetails, TicketMove } from '../../api';
import { moveTicket } from '../../endpoints';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import css from './Moves.module.css';

/** What a move must be told before it is made. */
const ASKED: Partial<Record<TicketMove, 'why'>> = { reject: 'why', reopen: 'why' };

/** The moves that the host allows now; some of them ask for a word first. */
export function Moves({ ticket }: { ticket: TicketDetails }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asking, setAsking] = useState<TicketMove | null>(null);
  const [answer, setAnswer] = useState('');
  const moving = useMutation({
    mutationFn: ({ move, given }: { move: TicketMove; given: { crew?: string; why?: string } }) =>
      moveTicket(ticket.id, move, given),
    onSuccess: () => {
      setAsking(null);
      setAnswer('');
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['tickets'] }),
  });
  const asked = asking === null ? undefined : ASKED[asking];

  return (
    <div className={css.moves}>
      {ticket.allowed.filter((move) => move !== 'assign').map((move) => (
        <Button
          key={move}
          disabled={moving.isPending}
          onClick={() => (ASKED[move] === undefined ? moving.mutate({ move, given: {} }) : setAsking(move))}
        >
          {t(`move.${move}`)}
        </Button>
      ))}
      {moving.error !== null && <Notice tone="error">{moving.error.message}</Notice>}
      <Dialog
        title={asking === null ? t('ticket.moveTitle') : t(`move.${asking}`)}
        opened={asking !== null}
        onClose={() => setAsking(null)}
        closeLabel={t('close')}
        size="26rem"
      >
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            if (asking !== null && asked !== undefined && answer.trim() !== '') {
              moving.mutate({ move: asking, given: { [asked]: answer.trim() } });
            }
          }}
        >
          <div>
            <label className={field.label} htmlFor="move-answer">
              {t('ticket.moveWhy')}
            </label>
            <input
              id="move-answer"
              className={field.input}
              data-autofocus
              required
              value={answer}
              onChange={(event) => setAnswer(event.currentTarget.value)}
            />
          </div>
          <Button tone="primary" type="submit" disabled={answer.trim() === '' || moving.isPending}>
            {asking === null ? t('ticket.moveTitle') : t(`move.${asking}`)}
          </Button>
        </form>
      </Dialog>
    </div>
  );
}
