import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { OpenTicket } from '../../api';
import { serverNow } from '../../clock';
import { shortDate } from '../../format';
import { SectionHead } from '../../ui/SectionHead';
import css from './OpenTickets.module.css';

/** What is already being done for this flat, entrance and house. */
export function OpenTickets({ tickets }: { tickets: readonly OpenTicket[] }) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="open-tickets">
      <SectionHead id="open-tickets" title={t('call.openTickets')} count={tickets.length} />
      {tickets.length === 0 && <p className={css.none}>{t('call.noOpenTickets')}</p>}
      <ul className={css.list}>
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <Link className={css.row} to="/tickets/$id" params={{ id: ticket.id }}>
              <b>№ {ticket.number}</b>
              <span className={css.text}>
                {ticket.text}
                <span className={css.quiet}>
                  {' · '}{t(`status.${ticket.status}`)}{ticket.address !== null && ` · ${ticket.address}`}
                </span>
              </span>
              <span className={css.quiet}>{shortDate(ticket.openedAt, serverNow())}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
