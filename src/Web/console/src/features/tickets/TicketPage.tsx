import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetails } from '../../api';
import { account as accountText, dateTime, phone } from '../../format';
import { Problem } from '../../http';
import { Button } from '../../ui/Button';
import { Countdown } from '../../ui/Clock';
import { Empty } from '../../ui/Empty';
import page from '../../ui/Page.module.css';
import { SectionHead } from '../../ui/SectionHead';
import { AssignmentPanel } from '../crews/AssignmentPanel';
import { LetterPanel } from '../letters/LetterPanel';
import { DeclareFromTicket } from '../outages/DeclareFromTicket';
import { PollPanel } from '../polls/PollPanel';
import { ChangeLog } from './ChangeLog';
import { Moves } from './Moves';
import { StatusPill } from './StatusPill';
import { TicketCall } from './TicketCall';
import css from './TicketPage.module.css';
import { useTicket } from './useTickets';

/** One ticket: the facts on the left, what happened to it and what was said on the right. */
export function TicketPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/frame/tickets/$id' });
  const query = useTicket(id);
  const ticket = query.data;
  if (ticket === undefined) {
    const missing = query.error instanceof Problem && query.error.status === 404;
    return (
      <main className={page.page}>
        <Empty page title={query.isPending ? t('loading') : missing ? t('ticket.missing') : t('ticket.failed')}>
          {query.isError && !missing && <Button onClick={() => void query.refetch()}>{t('again')}</Button>}
        </Empty>
      </main>
    );
  }
  return (
    <main className={page.page}>
      <div className={page.head}>
        <Link to="/tickets" className={page.back} aria-label={t('tickets.back')}>
          <IconArrowLeft size={18} aria-hidden="true" />
        </Link>
        <h1 className={page.title}>{t('ticket.numbered', { number: ticket.number })}</h1>
        <StatusPill status={ticket.status} priority={ticket.priority} />
        <span className={css.opened}>{t('ticket.openedAt', { time: dateTime(ticket.openedAt) })}</span>
      </div>
      <div className={css.columns}>
        <Facts ticket={ticket} />
        <div className={css.side}>
          <section aria-labelledby="ticket-calls">
            <SectionHead id="ticket-calls" title={t('ticket.calls')} count={ticket.callIds.length} />
            {ticket.callIds.length === 0 && <p className={css.none}>{t('ticket.noCalls')}</p>}
            {ticket.callIds.map((callId) => <TicketCall key={callId} callId={callId} />)}
          </section>
          <AssignmentPanel ticket={ticket} />
          <LetterPanel ticket={ticket} />
          <PollPanel ticket={ticket} />
          <ChangeLog ticket={ticket} />
        </div>
      </div>
    </main>
  );
}

function Facts({ ticket }: { ticket: TicketDetails }) {
  const { t } = useTranslation();
  return (
    <section className={css.facts} aria-label={t('ticket.facts')}>
      <p className={css.text}>{ticket.text}</p>
      <dl className={css.list}>
        <Fact name={t('ticket.address')}>{ticket.address}</Fact>
        <Fact name={t('ticket.account')}>
          {ticket.accountNumber === null ? null : accountText(ticket.accountNumber)}
        </Fact>
        <Fact name={t('ticket.person')}>{ticket.person}</Fact>
        <Fact name={t('ticket.phone')}>{ticket.phone === null ? null : phone(ticket.phone)}</Fact>
        <Fact name={t('ticket.category')}>
          {t(`category.${ticket.category}`, { defaultValue: ticket.category })}
        </Fact>
        <Fact name={t('ticket.priority')}>{t(`priority.${ticket.priority}`)}</Fact>
        <Fact name={t('ticket.crew')}>{ticket.assignment?.crewName ?? ticket.crew}</Fact>
        {ticket.deadlines.map((deadline) => (
          <Fact key={deadline.clock} name={t(`deadline.${deadline.clock}`, { defaultValue: deadline.clock })}>
            {dateTime(deadline.dueAt)}{' '}
            {deadline.metAt === null
              ? <Countdown dueAt={deadline.dueAt} />
              : <span className={css.quiet}>{t('ticket.metAt', { time: dateTime(deadline.metAt) })}</span>}
          </Fact>
        ))}
        <Fact name={t('ticket.rating')}>{ticket.rating}</Fact>
      </dl>
      <Moves ticket={ticket} />
      <DeclareFromTicket ticket={ticket} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') {
    return null;
  }
  return (
    <div className={css.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
