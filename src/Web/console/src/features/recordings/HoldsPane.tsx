import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateTime, day, phone } from '../../format';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { Failure } from '../../ui/Failure';
import page from '../../ui/Page.module.css';
import { Pill } from '../../ui/Pill';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { getHolds, release, type Hold } from './api';
import { HoldDialog } from './HoldDialog';
import css from './Recordings.module.css';

/** Legal holds: who keeps what, why and until when; and those that were let go. */
export function HoldsPane() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['recordingHolds'], queryFn: getHolds });
  const [adding, setAdding] = useState(false);
  const [releasing, setReleasing] = useState<Hold | null>(null);
  const letGo = useMutation({
    mutationFn: (given: { id: string; reason: string }) => release(given.id, given.reason),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['recordingHolds'] });
      await client.invalidateQueries({ queryKey: ['recordings'] });
      setReleasing(null);
    },
  });
  const rows = query.data?.items ?? [];
  return (
    <div className={css.pane} id="recordings-panel" role="tabpanel" aria-labelledby="recordings-holds">
      <div><Button tone="primary" onClick={() => setAdding(true)}>{t('recordings.holdTitle')}</Button></div>
      <Failure error={query.error} onAgain={() => void query.refetch()} />
      {query.isSuccess && rows.length === 0 && (
        <Empty title={t('recordings.holds.none')} hint={t('recordings.holds.noneHint')} />
      )}
      {rows.length > 0 && (
        <table className={css.table}>
          <thead>
            <tr>
              <th>{t('recordings.what')}</th><th>{t('reason')}</th><th>{t('recordings.holdUntil')}</th>
              <th>{t('recordings.holds.set')}</th><th>{t('recordings.holds.released')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} data-row={row.id}>
                <td><Subject hold={row} /></td>
                <td>{row.reason}</td>
                <td>{row.until === null ? t('recordings.holds.open') : day(row.until)}</td>
                <td>{dateTime(row.setAt)}<br /><span className={page.quiet}>{row.setBy}</span></td>
                <td>
                  {row.releasedAt === null
                    ? <Button size="small" onClick={() => setReleasing(row)}>{t('recordings.release')}</Button>
                    : <>{dateTime(row.releasedAt)}<br />
                      <span className={page.quiet}>{row.releasedBy} · {row.releaseReason}</span></>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {adding && <HoldDialog recording={null} onClose={() => setAdding(false)} />}
      {releasing !== null && (
        <ReasonDialog title={t('recordings.releaseTitle')} act={t('recordings.release')} busy={letGo.isPending}
          error={letGo.error} onClose={() => setReleasing(null)}
          onDo={(reason) => letGo.mutate({ id: releasing.id, reason })}>
          {t('recordings.releaseHint')}
        </ReasonDialog>
      )}
    </div>
  );
}

function Subject({ hold }: { hold: Hold }) {
  const { t } = useTranslation();
  return (
    <>
      <Pill tone={hold.releasedAt === null ? 'info' : 'plain'}>{t(`recordings.kinds.${hold.kind}`)}</Pill>{' '}
      {hold.kind === 'phone' && hold.phone !== null && hold.from !== null && hold.to !== null
        ? `${phone(hold.phone)}, ${hold.from.slice(0, 10)} – ${lastDay(hold.to)}`
        : hold.kind === 'ticket' ? `№ ${hold.ticketNumber ?? ''}` : (hold.recordingId ?? hold.callId)}
    </>
  );
}

/** The host keeps the morning after the last day. */
const lastDay = (to: string) => new Date(Date.parse(to) - 1).toISOString().slice(0, 10);
