import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CardAccount, Meter } from '../../api';
import { serverNow } from '../../clock';
import { recordingUrl } from '../../endpoints';
import { clock, day, money, phone, reading, shortDate } from '../../format';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { SectionHead } from '../../ui/SectionHead';
import { useRights } from '../board/rights';
import { RecordingPlayer } from '../tickets/RecordingPlayer';
import { StatusPill } from '../tickets/StatusPill';
import css from './AccountSide.module.css';
import { useCallsOf, useReadings, useTicketsOf } from './useAccounts';

/** Everything of the flat that is not a month: phones, balance by service, meters, tickets, calls. */
export function AccountSide({ card }: { card: CardAccount }) {
  const { t } = useTranslation();
  const rights = useRights();
  const services = card.services.filter((each) => each.balance !== 0);
  return (
    <section className={css.side} aria-label={t('accounts.about')} tabIndex={0}>
      <SectionHead title={t('accounts.phones')} />
      <ul className={css.list}>
        {card.phones.length === 0 && <li className={css.quiet}>{t('accounts.noPhones')}</li>}
        {card.phones.map((each) => <li key={each} className={css.line}>{phone(each)}</li>)}
      </ul>
      <SectionHead title={t('accounts.balance')} />
      <ul className={css.list}>
        {services.length === 0 && <li className={css.quiet}>{t('account.noDebt')}</li>}
        {services.map((each) => (
          <li key={each.service} className={css.line}>
            <span>{t(`service.${each.service}`, { defaultValue: each.service })}</span>
            <span className={each.balance > 0 ? css.owes : css.over}>{money(each.balance, card.currency)}</span>
          </li>
        ))}
      </ul>
      <SectionHead title={t('account.meters')} count={card.meters.length} />
      <ul className={css.list}>
        {card.meters.length === 0 && <li className={css.quiet}>{t('account.noMeters')}</li>}
        {card.meters.map((meter) => <MeterLine key={meter.id} meter={meter} />)}
      </ul>
      {rights.readsTickets && <Tickets number={card.number} />}
      {rights.readsCalls && <Calls phone={card.phones[0]} />}
    </section>
  );
}

function MeterLine({ meter }: { meter: Meter }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const readings = useReadings(meter.id, isOpen);
  const Icon = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <button type="button" className={css.meter} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon size={14} aria-hidden="true" />
        <span className={css.grow}>
          {t(`service.${meter.service}`, { defaultValue: meter.service })}
          <span className={css.quiet}> № {meter.number}</span>
        </span>
        <b>{meter.previous === null ? t('account.noReading') : reading(meter.previous)}</b>
      </button>
      {meter.verificationExpired && (
        <p className={css.expired}>
          {meter.verificationDue === null
            ? t('account.expired') : t('account.expiredOn', { date: day(meter.verificationDue) })}
        </p>
      )}
      {isOpen && (
        <>
          {readings.isPending && <p className={css.under}>{t('loading')}</p>}
          <Failure error={readings.error} onAgain={() => void readings.refetch()} />
          {readings.data?.items.length === 0 && <p className={css.under}>{t('account.noReading')}</p>}
          <ul className={css.readings}>
            {readings.data?.items.map((each) => (
              <li key={each.id} className={css.line}>
                <span>{day(each.at)} <span className={css.quiet}>
                  {t(`accounts.source.${each.source}`, { defaultValue: each.source })}
                </span></span>
                <span title={t(`accounts.reading.${each.status}`, { defaultValue: each.status })}
                  className={each.status === 'accepted' ? '' : css.warn}>
                  {reading(each.value)}
                  {each.status !== 'accepted' && <span className="visuallyHidden">
                    {' '}{t(`accounts.reading.${each.status}`, { defaultValue: each.status })}
                  </span>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

function Tickets({ number }: { number: string }) {
  const { t } = useTranslation();
  const tickets = useTicketsOf(number);
  const rows = (tickets.data?.items ?? []).filter((ticket) => ticket.accountNumber === number);
  return (
    <>
      <SectionHead title={t('nav.tickets')} count={rows.length} />
      <Failure error={tickets.error} onAgain={() => void tickets.refetch()} />
      <ul className={css.list}>
        {tickets.isSuccess && rows.length === 0 && <li className={css.quiet}>{t('accounts.noTickets')}</li>}
        {rows.map((ticket) => (
          <li key={ticket.id} className={css.ticket}>
            <Link to="/tickets/$id" params={{ id: ticket.id }} className={css.grow}>
              № {ticket.number} {ticket.text}
            </Link>
            <StatusPill status={ticket.status} priority={ticket.priority} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Calls({ phone: number }: { phone: string | undefined }) {
  const { t } = useTranslation();
  const calls = useCallsOf(number);
  const [heard, setHeard] = useState<string | null>(null);
  const rows = calls.data?.items ?? [];
  return (
    <>
      <SectionHead title={t('ticket.calls')} count={rows.length} />
      <Failure error={calls.error} onAgain={() => void calls.refetch()} />
      <ul className={css.list}>
        {!calls.isFetching && rows.length === 0 && <li className={css.quiet}>{t('accounts.noCalls')}</li>}
        {rows.map((call) => (
          <li key={call.id}>
            <div className={css.line}>
              <span className={css.grow}>
                {shortDate(call.startedAt, serverNow())}{' '}
                <span className={css.quiet}>
                  {t(`accounts.call.${call.direction}`, { defaultValue: call.direction })}{' '}
                  {call.endedAt !== null && clock(secondsOf(call.startedAt, call.endedAt))}
                </span>
              </span>
              {call.recordingId !== null && (
                <Button size="small" tone="quiet" aria-expanded={heard === call.id}
                  onClick={() => setHeard(heard === call.id ? null : call.id)}>
                  {t('player.play')}
                </Button>
              )}
            </div>
            {heard === call.id && call.recordingId !== null && (
              <RecordingPlayer source={recordingUrl(call.recordingId)} label={shortDate(call.startedAt, serverNow())} />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function secondsOf(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000));
}
