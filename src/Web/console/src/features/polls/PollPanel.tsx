import { useTranslation } from 'react-i18next';
import type { TicketDetails } from '../../api';
import { recordingUrl } from '../../endpoints';
import { dateTime } from '../../format';
import { Pill } from '../../ui/Pill';
import { SectionHead } from '../../ui/SectionHead';
import { RecordingPlayer } from '../tickets/RecordingPlayer';
import css from './Polls.module.css';
import { LOW_SCORE } from './polls';

/** What the resident thinks of the work; a low score cannot be overlooked and its words are right there. */
export function PollPanel({ ticket }: { ticket: TicketDetails }) {
  const { t } = useTranslation();
  const poll = ticket.poll ?? null;
  if (poll === null) {
    return null;
  }
  const low = poll.score !== null && poll.score <= LOW_SCORE;
  return (
    <section aria-labelledby="ticket-poll" data-poll={poll.state} data-low={low}>
      <SectionHead id="ticket-poll" title={t('ticket.rating')} />
      <div className={css.panel} data-low={low}>
        <p>
          {poll.score !== null && <b className={css.score}>{poll.score}</b>}
          {' '}{t(`polls.state.${poll.state}`)}
          {poll.at !== null && <span className={css.quiet}> · {dateTime(poll.at)}</span>}
          {low && <> <Pill tone="crit">{t('polls.low')}</Pill></>}
        </p>
        {poll.hasComment && poll.recordingId !== null && (
          <RecordingPlayer source={recordingUrl(poll.recordingId)} label={t('polls.comment')} />
        )}
      </div>
    </section>
  );
}
