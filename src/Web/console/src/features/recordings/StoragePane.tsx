import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { count, dateTime } from '../../format';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { useRights } from '../board/rights';
import { getStorage, rotateKeys } from './api';
import { bytesOf } from './waves';

const LOOK_MS = 5_000;

/** The disk under the recordings and the key they are wrapped with. */
export function StoragePane() {
  const { t } = useTranslation();
  const { setsRetention } = useRights();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const query = useQuery({ queryKey: ['recordingStorage'], queryFn: getStorage, refetchInterval: LOOK_MS });
  const rotate = useMutation({
    mutationFn: rotateKeys,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['recordingStorage'] });
      setAsking(false);
    },
  });
  const now = query.data;
  if (now === undefined) {
    return <Failure error={query.error} onAgain={() => void query.refetch()} />;
  }
  const free = bytesOf(Math.max(0, now.freeBytes));
  const key = now.keys.find((each) => each.isCurrent);
  return (
    <>
      <Notice tone={now.level === 'fine' && now.fault === null ? 'plain' : 'error'}>
        {t(`recordings.storage.${now.level}`, { free: `${free.value} ${t(`recordings.units.${free.unit}`)}` })}
        {now.fault !== null && ` ${now.fault}`}
      </Notice>
      <Notice tone="plain">
        {t('recordings.storage.key', { id: key?.id ?? '' })}{' '}
        {key?.madeAt != null && t('recordings.storage.madeAt', { at: dateTime(key.madeAt) })}{' '}
        {now.rotating && t('recordings.storage.rotating', { left: count(now.rotationLeft) })}
        {setsRetention && !now.rotating && (
          <Button size="small" onClick={() => setAsking(true)}>{t('recordings.storage.rotate')}</Button>
        )}
      </Notice>
      {asking && (
        <Dialog title={t('recordings.storage.rotate')} opened onClose={() => setAsking(false)} closeLabel={t('close')}>
          <div className={page.form}>
            <p>{t('recordings.storage.rotateHint')}</p>
            <Failure error={rotate.error} />
            <div className={page.buttons}>
              <Button tone="primary" disabled={rotate.isPending} onClick={() => rotate.mutate()}>
                {t('recordings.storage.rotate')}
              </Button>
              <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
