import { Link, useSearch } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../../api';
import { serverNow } from '../../clock';
import { shortDate } from '../../format';
import { Button } from '../../ui/Button';
import { ChipRow } from '../../ui/ChipRow';
import { Empty } from '../../ui/Empty';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import { Countdown } from '../../ui/Clock';
import page from '../../ui/Page.module.css';
import { nextDeadline } from '../board/MyTickets';
import { StatusPill } from './StatusPill';
import css from './TicketsPage.module.css';
import { useTickets } from './useTickets';

const ROW_PX = 36;
const SHOWN = ['open', 'overdue', 'all'] as const;
type Show = (typeof SHOWN)[number];

function isOpen(ticket: Ticket): boolean {
  return ticket.status !== 'done' && ticket.status !== 'closed' && ticket.status !== 'rejected';
}

function isOverdue(ticket: Ticket): boolean {
  const next = nextDeadline(ticket);
  return isOpen(ticket) && next !== null && Date.parse(next.dueAt) < serverNow();
}

function matches(ticket: Ticket, words: string): boolean {
  const all = `${ticket.number} ${ticket.address ?? ''} ${ticket.text} ${ticket.phone ?? ''}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

/** «Заявки»: the journal, newest first. Old rows stay while new ones are fetched. */
export function TicketsPage() {
  const { t } = useTranslation();
  const { number } = useSearch({ from: '/frame/tickets' });
  const [show, setShow] = useState<Show>(number === undefined ? 'open' : 'all');
  const [words, setWords] = useState(number === undefined ? '' : String(number));
  const [asked, setAsked] = useState(number);
  if (number !== asked) {
    setAsked(number);
    setShow(number === undefined ? 'open' : 'all');
    setWords(number === undefined ? '' : String(number));
  }
  const query = useTickets();
  const all = useMemo(() => query.data?.pages.flatMap((each) => each.items) ?? [], [query.data]);
  const rows = useMemo(() => all.filter((ticket) => (show === 'all' || (show === 'open' ? isOpen(ticket)
    : isOverdue(ticket))) && matches(ticket, words)), [all, show, words]);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const seeks = words !== '' && rows.length === 0 && hasNextPage && !isFetchingNextPage;
  useEffect(() => {
    if (seeks) {
      void fetchNextPage();
    }
  }, [seeks, fetchNextPage]);

  return (
    <main className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('tickets.title')}</h1>
        <ChipRow<Show>
          label={t('tickets.show')}
          value={show}
          onPick={setShow}
          chips={SHOWN.map((each) => ({ value: each, label: t(`tickets.${each}`) }))}
        />
        <input
          className={`${field.input} ${css.filter}`}
          aria-label={t('tickets.filter')}
          placeholder={t('tickets.filter')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      {query.isError && (
        <div className={page.bar}>
          <Notice tone="error">
            {t('tickets.failed')}
            <Button size="small" onClick={() => void query.refetch()}>{t('again')}</Button>
          </Notice>
        </div>
      )}
      {query.isPending && <Empty title={t('loading')} />}
      {query.isSuccess && rows.length === 0 && (
        all.length === 0
          ? <Empty title={t('tickets.none')} hint={t('tickets.noneHint')} />
          : (
            <Empty title={t('tickets.nothing')}>
              <Button onClick={() => { setShow('all'); setWords(''); }}>{t('tickets.reset')}</Button>
            </Empty>
          )
      )}
      {rows.length > 0 && (
        <Journal rows={rows} onEnd={() => {
          if (hasNextPage && !isFetchingNextPage) {
            void fetchNextPage();
          }
        }} />
      )}
    </main>
  );
}

function Journal({ rows, onEnd }: { rows: readonly Ticket[]; onEnd(): void }) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW_PX, overscan: 12,
  });
  const visible = virtual.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - 1) {
      onEnd();
    }
  }, [last, rows.length, onEnd]);

  return (
    <div className={css.table} role="table" aria-label={t('tickets.title')} aria-rowcount={rows.length + 1}>
      <div className={css.columns} role="row">
        {(['number', 'openedAt', 'address', 'text', 'due', 'status'] as const).map((column) => (
          <span key={column} role="columnheader">{t(`tickets.column.${column}`)}</span>
        ))}
      </div>
      <div ref={scroll} className={css.scroll} role="rowgroup" tabIndex={0} aria-label={t('tickets.title')}>
        <Spacer px={virtual.getTotalSize()} />
        {visible.map((item) => {
          const ticket = rows[item.index];
          return ticket === undefined ? null : (
            <JournalRow key={ticket.id} ticket={ticket} index={item.index} top={item.start} />
          );
        })}
      </div>
    </div>
  );
}

function Spacer({ px }: { px: number }) {
  return <div aria-hidden="true" style={{ height: px }} />;
}

function JournalRow({ ticket, index, top }: { ticket: Ticket; index: number; top: number }) {
  const next = isOpen(ticket) ? nextDeadline(ticket) : null;
  return (
    <div
      className={`${css.row} ${isOverdue(ticket) ? css.overdue : ''}`}
      role="row"
      aria-rowindex={index + 2}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="cell">
        <Link className={css.number} to="/tickets/$id" params={{ id: ticket.id }}>{ticket.number}</Link>
      </span>
      <span role="cell" className={css.quiet}>{shortDate(ticket.openedAt, serverNow())}</span>
      <span role="cell">{ticket.address}</span>
      <span role="cell">{ticket.text}</span>
      <span role="cell">{next !== null && <Countdown dueAt={next.dueAt} />}</span>
      <span role="cell"><StatusPill status={ticket.status} priority={ticket.priority} /></span>
    </div>
  );
}
