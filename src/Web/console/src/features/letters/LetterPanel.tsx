import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetails } from '../../api';
import { dateTime } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Pill } from '../../ui/Pill';
import { SectionHead } from '../../ui/SectionHead';
import css from './Letter.module.css';
import { LetterDialog } from './LetterDialog';
import { toneOfDelivery, type Letter, type LetterRecipient } from './letters';

/** Letters to the municipality about a critical ticket: what was written, to whom, and what their server said. */
export function LetterPanel({ ticket }: { ticket: TicketDetails }) {
  const { t } = useTranslation();
  const [writing, setWriting] = useState(false);
  const letters = ticket.letters ?? [];
  const critical = ticket.priority === 'critical';
  useKey('Alt+KeyW', () => setWriting(true), { enabled: critical });
  if (!critical && letters.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="ticket-letters">
      <SectionHead
        id="ticket-letters"
        title={t('letters.title')}
        count={letters.length}
        aside={critical && (
          <Button size="small" keys="Alt W" onClick={() => setWriting(true)}>{t('letters.write')}</Button>
        )}
      />
      {letters.length === 0 && <p className={css.none}>{t('letters.none')}</p>}
      {letters.map((letter) => <LetterEntry key={letter.id} letter={letter} />)}
      <LetterDialog
        ticketId={ticket.id}
        number={ticket.number}
        opened={writing}
        onClose={() => setWriting(false)}
      />
    </section>
  );
}

function LetterEntry({ letter }: { letter: Letter }) {
  const { t } = useTranslation();
  return (
    <article className={css.letter}>
      <p className={css.head}>
        <b>{letter.title}</b>
        <span className={css.quiet}>
          {t(`letters.occasion.${letter.occasion}`, { defaultValue: letter.occasion })} · {letter.by}
        </span>
        <time className={css.time} dateTime={letter.at}>{dateTime(letter.at)}</time>
      </p>
      <ul>
        {letter.recipients.map((recipient) => (
          <li key={recipient.address} className={css.to}>
            <span>{recipient.address}</span>
            <Pill tone={toneOfDelivery(recipient.state)}>
              {t(`delivery.${recipient.state}`, { defaultValue: recipient.state })}
            </Pill>
            {wordsOf(recipient).map((words) => <span key={words} className={css.reply}>{words}</span>)}
          </li>
        ))}
      </ul>
      <details>
        <summary>{t('letters.show')}</summary>
        <pre className={css.text}>{letter.body}</pre>
      </details>
    </article>
  );
}

/** Every word the receiving server said, each with its moment. */
function wordsOf(recipient: LetterRecipient): string[] {
  const said = recipient.deliveries ?? [];
  const all = said.length > 0 ? said : [{ at: recipient.at, reply: recipient.reply }];
  return all
    .filter((each) => each.reply !== null && each.reply !== '')
    .map(({ at, reply }) => [at === null ? null : dateTime(at), reply].filter((part) => part !== null).join(' · '));
}
