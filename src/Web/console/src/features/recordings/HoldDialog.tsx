import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { phone as phoneText } from '../../format';
import { useShell } from '../../shell';
import { ChipRow } from '../../ui/ChipRow';
import { DateField } from '../../ui/DateField';
import field from '../../ui/Field.module.css';
import page from '../../ui/Page.module.css';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { hold, type HoldWish, type Recording } from './api';

type Kind = 'recording' | 'ticket' | 'phone';

/** What shall not be deleted: this recording, everything of a ticket, everything of a number between two days. */
export function HoldDialog({ recording, onClose }: { recording: Recording | null; onClose(): void }) {
  const { t } = useTranslation();
  const { session } = useShell();
  const client = useQueryClient();
  const [kind, setKind] = useState<Kind>(recording === null ? 'phone' : 'recording');
  const [organisation, setOrganisation] = useState(
    recording?.organisation ?? session.organisations[0]?.code ?? '');
  const [ticket, setTicket] = useState('');
  const [phone, setPhone] = useState(recording?.phone ?? '');
  const [from, setFrom] = useState(recording?.startedAt.slice(0, 10) ?? '');
  const [to, setTo] = useState(recording?.startedAt.slice(0, 10) ?? '');
  const [until, setUntil] = useState('');
  const send = useMutation({
    mutationFn: (wish: HoldWish) => hold(wish),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['recordings'] });
      await client.invalidateQueries({ queryKey: ['recordingHolds'] });
      onClose();
    },
  });
  const subject = (): Omit<HoldWish, 'reason'> => (kind === 'recording' && recording !== null
    ? { recordingId: recording.id }
    : kind === 'ticket' ? { organisation, ticketNumber: Number(ticket) }
      : { organisation, phone, from, to });
  const kinds: Kind[] = recording === null ? ['phone', 'ticket'] : ['recording', 'phone', 'ticket'];
  return (
    <ReasonDialog title={t('recordings.holdTitle')} act={t('recordings.hold')} tone="primary" busy={send.isPending}
      error={send.error} onClose={onClose}
      onDo={(reason) => send.mutate({ ...subject(), reason, ...(until === '' ? {} : { until }) })}>
      <ChipRow<Kind> label={t('recordings.what')} value={kind} onPick={(value) => setKind(value)}
        chips={kinds.map((value) => ({ value, label: t(`recordings.kinds.${value}`) }))} />
      {kind !== 'recording' && session.organisations.length > 1 && (
        <div>
          <label className={field.label} htmlFor="hold-organisation">{t('recordings.organisation')}</label>
          <select id="hold-organisation" className={field.input} value={organisation}
            onChange={(event) => setOrganisation(event.currentTarget.value)}>
            {session.organisations.map((each) => <option key={each.code} value={each.code}>{each.name}</option>)}
          </select>
        </div>
      )}
      {kind === 'ticket' && (
        <div>
          <label className={field.label} htmlFor="hold-ticket">{t('recordings.ticketNumber')}</label>
          <input id="hold-ticket" className={field.input} inputMode="numeric" pattern="[0-9]+" required value={ticket}
            onChange={(event) => setTicket(event.currentTarget.value)} />
        </div>
      )}
      {kind === 'phone' && (
        <>
          <div>
            <label className={field.label} htmlFor="hold-phone">{t('recordings.phone')}</label>
            <input id="hold-phone" className={field.input} inputMode="tel" required value={phone}
              placeholder={phoneText('+79370000030')} onChange={(event) => setPhone(event.currentTarget.value)} />
          </div>
          <div className={page.fields}>
            <div>
              <label className={field.label} htmlFor="hold-from">{t('recordings.from')}</label>
              <DateField id="hold-from" value={from} required onChange={setFrom} />
            </div>
            <div>
              <label className={field.label} htmlFor="hold-to">{t('recordings.to')}</label>
              <DateField id="hold-to" value={to} required onChange={setTo} />
            </div>
          </div>
        </>
      )}
      <div>
        <label className={field.label} htmlFor="hold-until">{t('recordings.holdUntil')}</label>
        <DateField id="hold-until" value={until} onChange={setUntil} />
      </div>
    </ReasonDialog>
  );
}
