import { IconMail, IconMessage } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { dateTime, phone, shortDate } from '../../format';
import { Problem } from '../../http';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Empty } from '../../ui/Empty';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { Pill, type PillTone } from '../../ui/Pill';
import { getOutward, retryOutward, type OutwardMessage, type OutwardState } from './endpoints';
import { Linked } from './Linked';
import css from './OutboxPage.module.css';

const SHOWN = ['all', 'queued', 'failed', 'dead'] as const;
type Show = (typeof SHOWN)[number];

const TONES: Record<OutwardState, PillTone> = {
  queued: 'info', sending: 'info', sent: 'plain', delivered: 'ok', failed: 'crit', dead: 'crit',
};

/** «Письма и SMS»: what left the house, the newest first; in the demo this shelf is as far as it gets. */
export function OutboxPage() {
  const { t } = useTranslation();
  const [show, setShow] = useState<Show>('all');
  const query = useInfiniteQuery({
    queryKey: ['outward', show],
    queryFn: ({ pageParam }) => getOutward(pageParam, show === 'all' ? null : show),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const rows = query.data?.pages.flatMap((each) => each.items) ?? [];

  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('outbox.title')}</h1>
        <ChipRow<Show>
          label={t('outbox.show')}
          value={show}
          onPick={setShow}
          chips={SHOWN.map((each) => ({ value: each, label: t(`outbox.filter.${each}`) }))}
        />
      </div>
      <div className={css.scroll} role="region" aria-label={t('outbox.title')} tabIndex={0}>
        {query.isError && (
          <Notice tone="error">
            {query.error instanceof Problem ? (query.error.detail ?? t('error.unknown')) : t('error.unreachable')}
            <Button size="small" onClick={() => void query.refetch()}>{t('again')}</Button>
          </Notice>
        )}
        {query.isPending && <Empty title={t('loading')} />}
        {query.isSuccess && rows.length === 0 && (
          show === 'all'
            ? <Empty title={t('outbox.none')} hint={t('outbox.noneHint')} />
            : <Empty title={t('outbox.nothing')} />
        )}
        <ol className={css.list}>
          {rows.map((row) => <Message key={row.id} message={row} />)}
        </ol>
        {query.hasNextPage && (
          <Button className={css.more} disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('outbox.more')}
          </Button>
        )}
      </div>
    </main>
  );
}

function Message({ message }: { message: OutwardMessage }) {
  const { t } = useTranslation();
  const isLetter = message.channel === 'letter';
  const Icon = isLetter ? IconMail : IconMessage;
  return (
    <li className={css.message} data-outward={message.id} data-state={message.state}>
      <div className={css.facts}>
        <Icon size={18} stroke={1.8} aria-hidden="true" />
        <span className={css.recipient}>{isLetter ? message.recipient : phone(message.recipient)}</span>
        <Pill tone={TONES[message.state]}>{t(`outbox.state.${message.state}`)}</Pill>
        {message.isUrgent && <Pill tone="warn">{t('outbox.urgent')}</Pill>}
        {message.segments !== null && message.segments > 1 && (
          <span className={css.quiet}>{t('outbox.segments', { count: message.segments })}</span>
        )}
        <time className={css.time} dateTime={message.queuedAt} title={dateTime(message.queuedAt)}>
          {shortDate(message.queuedAt, serverNow())}
        </time>
      </div>
      {message.title !== null && <h2 className={css.subject}>{message.title}</h2>}
      <p className={css.text}><Linked text={message.text} /></p>
      <div className={css.foot}>
        {message.reply !== null && <span className={css.quiet}>{t('outbox.reply', { reply: message.reply })}</span>}
        {message.attempts > 1 && <span className={css.quiet}>{t('outbox.attempts', { count: message.attempts })}</span>}
        {(message.state === 'failed' || message.state === 'dead') && <Again id={message.id} />}
      </div>
    </li>
  );
}

function Again({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => retryOutward(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['outward'] }),
  });
  return (
    <>
      <Button size="small" disabled={again.isPending} onClick={() => again.mutate()}>{t('outbox.again')}</Button>
      {again.isError && (
        <Notice tone="error">
          {again.error instanceof Problem ? (again.error.detail ?? t('error.unknown')) : t('error.unreachable')}
        </Notice>
      )}
    </>
  );
}
