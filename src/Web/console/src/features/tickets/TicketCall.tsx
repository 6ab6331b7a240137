import { useTranslation } from 'react-i18next';
import { clock, dateTime, phone } from '../../format';
import { recordingUrl } from '../../endpoints';
import { Notice } from '../../ui/Notice';
import { RecordingPlayer } from './RecordingPlayer';
import css from './TicketCall.module.css';
import { useCall } from './useTickets';

/** A talk that belongs to the ticket, with its recording right there. */
export function TicketCall({ callId }: { callId: string }) {
  const { t } = useTranslation();
  const { data: call, isError } = useCall(callId);
  if (isError) {
    return <div className={css.call}><Notice tone="error">{t('ticket.callFailed')}</Notice></div>;
  }
  if (call === undefined) {
    return <div className={css.call}>{t('loading')}</div>;
  }
  const seconds = call.endedAt === null
    ? null
    : Math.round((Date.parse(call.endedAt) - Date.parse(call.humanAnsweredAt ?? call.startedAt)) / 1000);
  return (
    <div className={css.call}>
      <p>
        {dateTime(call.startedAt)} · {t(`direction.${call.direction}`, { defaultValue: call.direction })}
        {' '}{phone(call.direction === 'outbound' ? call.to : call.from)}
        {seconds !== null && ` · ${clock(Math.max(0, seconds))}`}
      </p>
      {call.recordingId === null
        ? <p className={css.quiet}>{t('ticket.noRecording')}</p>
        : <RecordingPlayer source={recordingUrl(call.recordingId)} label={dateTime(call.startedAt)} />}
    </div>
  );
}
