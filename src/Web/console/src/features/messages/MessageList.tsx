import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { account as accountText, clock, phone, timeOfDay } from '../../format';
import { Button } from '../../ui/Button';
import { Countdown } from '../../ui/Clock';
import { Notice } from '../../ui/Notice';
import { SectionHead } from '../../ui/SectionHead';
import rows from '../board/Rows.module.css';
import { RecordingPlayer } from '../tickets/RecordingPlayer';
import css from './Messages.module.css';
import { getMessages, messageUrl, reviewMessage, type Message } from './messages';

const AGAIN_MS = 30_000;

/** What callers left whom nobody answered: ten minutes to listen, then a word that it is done. */
export function MessageList() {
  const { t } = useTranslation();
  const list = useQuery({ queryKey: ['messages'], queryFn: getMessages, refetchInterval: AGAIN_MS, retry: false });
  const [open, setOpen] = useState<string | null>(null);
  const messages = list.data ?? [];
  if (messages.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="messages-title">
      <SectionHead id="messages-title" title={t('messages.title')} count={messages.length} alarming />
      <ul className={rows.list}>
        {messages.map((message) => (
          <li key={message.id} className={css.row} data-message={message.id} data-status={message.status}>
            <Countdown dueAt={message.dueAt} className={css.clock ?? ''} />
            <div className={css.body}>
              <span>{message.phone === null ? t('callbacks.withheld') : phone(message.phone)}</span>
              <span className={rows.detail}>
                {[
                  message.accountNumber === null ? null
                    : t('account.short', { number: accountText(message.accountNumber) }),
                  timeOfDay(message.leftAt), clock(message.seconds),
                  message.heardBy === null ? null : t('messages.heardBy', { who: message.heardBy }),
                ].filter((each) => each !== null).join(' · ')}
              </span>
              {open === message.id && <Review message={message} onDone={() => setOpen(null)} />}
            </div>
            {open !== message.id && (
              <Button size="small" onClick={() => setOpen(message.id)}>{t('messages.listen')}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Review({ message, onDone }: { message: Message; onDone(): void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const done = useMutation({
    mutationFn: reviewMessage,
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: ['messages'] }),
  });
  return (
    <form className={css.review} onSubmit={(event) => {
      event.preventDefault();
      if (!done.isPending) {
        done.mutate({ id: message.id, note });
      }
    }}>
      <RecordingPlayer source={messageUrl(message.id)}
        label={message.phone === null ? t('callbacks.withheld') : phone(message.phone)} />
      <input className={css.note} maxLength={500} value={note} aria-label={t('messages.note')}
        placeholder={t('messages.note')} onChange={(event) => setNote(event.currentTarget.value)} />
      {done.error !== null && <Notice tone="error">{done.error.message}</Notice>}
      <Button size="small" tone="primary" type="submit" disabled={done.isPending}>{t('messages.done')}</Button>
    </form>
  );
}
