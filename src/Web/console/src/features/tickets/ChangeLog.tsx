import { IconArrowRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TicketChange, TicketDetails } from '../../api';
import { dateTime } from '../../format';
import { SectionHead } from '../../ui/SectionHead';
import css from './ChangeLog.module.css';

type Line = { at: string; by: string; key: string } & ({ change: TicketChange } | { text: string });

function linesOf(ticket: TicketDetails): Line[] {
  const changes = ticket.changes.map((change, index) => ({ at: change.at, by: change.by, key: `c${index}`, change }));
  const comments = ticket.comments.map(({ at, by, text, id }) => ({ at, by, key: id, text }));
  return [...changes, ...comments].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** What was changed and remarked, by whom and when; nothing here can be taken back. */
export function ChangeLog({ ticket }: { ticket: TicketDetails }) {
  const { t } = useTranslation();
  const lines = linesOf(ticket);
  return (
    <section aria-labelledby="ticket-changes">
      <SectionHead id="ticket-changes" title={t('ticket.changes')} count={lines.length} />
      <ol className={css.list}>
        {lines.map((line) => (
          <li key={line.key} className={css.row}>
            <time className={css.time} dateTime={line.at}>{dateTime(line.at)}</time>
            <span>
              {'change' in line ? <Change change={line.change} /> : `${t('ticket.comment')}: ${line.text}`}
              <span className={css.quiet}> · {line.by}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Change({ change }: { change: TicketChange }) {
  const { t } = useTranslation();
  return (
    <>
      {change.from === null
        ? t('change.opened')
        : (
          <>
            <span className={css.quiet}>{t(`status.${change.from}`)}</span>
            <IconArrowRight className={css.arrow} size={14} aria-hidden="true" />
            <b>{t(`status.${change.to}`)}</b>
          </>
        )}
      {change.why !== null && ` · ${change.why}`}
    </>
  );
}
