import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Deadline, Ticket } from '../../api';
import { serverNow } from '../../clock';
import { shortDate } from '../../format';
import { Countdown } from '../../ui/Clock';
import { SectionHead } from '../../ui/SectionHead';
import css from './Rows.module.css';
import { useBoard } from './useBoard';

/** The rest is on the page of tickets. */
const SHOWN_MAX = 20;
const CLOCK_MS = 12 * 3_600_000;

/** The deadline that is next and not met yet. */
export function nextDeadline(ticket: Ticket): Deadline | null {
  const open = ticket.deadlines.filter((each) => each.metAt === null);
  return [...open].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0] ?? null;
}

function dueMs(ticket: Ticket): number {
  const next = nextDeadline(ticket);
  return next === null ? Number.POSITIVE_INFINITY : Date.parse(next.dueAt);
}

/** My open tickets, the hottest on top. */
export function MyTickets() {
  const { t } = useTranslation();
  const board = useBoard();
  const tickets = [...(board?.tickets ?? [])].sort((a, b) => dueMs(a) - dueMs(b));
  return (
    <section aria-labelledby="mine-title">
      <SectionHead id="mine-title" title={t('mine.title')} count={tickets.length} />
      {board !== undefined && tickets.length === 0 && <p className={css.empty}>{t('mine.empty')}</p>}
      <ul className={css.list}>
        {tickets.slice(0, SHOWN_MAX).map((ticket) => (
          <li key={ticket.id}>
            <Link className={css.row} to="/tickets/$id" params={{ id: ticket.id }}>
              <Due deadline={nextDeadline(ticket)} />
              <span className={css.body}>
                <span className={css.name}>№ {ticket.number} {ticket.text}</span>
                <span className={css.detail}>{t(`status.${ticket.status}`)} · {ticket.address}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {tickets.length > SHOWN_MAX && (
        <Link className={css.row} to="/tickets">{t('mine.more', { count: tickets.length - SHOWN_MAX })}</Link>
      )}
    </section>
  );
}

function Due({ deadline }: { deadline: Deadline | null }) {
  if (deadline === null) {
    return <span className={css.date} />;
  }
  return Math.abs(Date.parse(deadline.dueAt) - serverNow()) < CLOCK_MS
    ? <Countdown dueAt={deadline.dueAt} className={css.clock ?? ''} />
    : <span className={css.date}>{shortDate(deadline.dueAt, serverNow())}</span>;
}
