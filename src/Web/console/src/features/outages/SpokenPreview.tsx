import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { dateTime } from '../../format';
import { Problem } from '../../http';
import field from '../../ui/Field.module.css';
import { previewOutage, type NewOutage } from './outages';
import { Spoken } from './Spoken';
import css from './Spoken.module.css';

/** What callers of these houses will hear, word for word, before it is declared. */
export function SpokenPreview({ wanted }: { wanted: NewOutage }) {
  const { t } = useTranslation();
  const asked = useDeferredValue(JSON.stringify(wanted));
  const preview = useQuery({
    queryKey: ['outage-preview', asked],
    queryFn: ({ signal }) => {
      const outage = JSON.parse(asked) as NewOutage;
      const startsAt = outage.kind === 'planned' ? outage.startsAt : new Date(serverNow()).toISOString();
      return previewOutage({ ...outage, startsAt }, signal);
    },
    retry: false,
    staleTime: 30_000,
  });
  if (preview.isError) {
    const absent = preview.error instanceof Problem && (preview.error.status === 404 || preview.error.status === 405);
    return <p className={field.hint}>{absent ? t('outages.previewLater') : preview.error.message}</p>;
  }
  // Never the words of another term: while the host makes the new ones, nothing stands here.
  if (preview.data === undefined || asked !== JSON.stringify(wanted)) {
    return <p className={`${field.hint} ${css.place}`}>{t('loading')}</p>;
  }
  return (
    <div>
      <span className={field.label}>{t('outages.spoken')}</span>
      <Spoken spoken={preview.data.spoken} />
      {preview.data.warnings?.includes('shortNotice') === true && (
        <p className={css.warning}>{t('outages.shortNotice')}</p>
      )}
      {preview.data.deadlines.length > 0 && (
        <p className={css.deadlines}>
          {preview.data.deadlines.map((deadline) => t('outages.deadline', {
            service: t(`service.${deadline.service}`, { defaultValue: deadline.service }),
            time: dateTime(deadline.dueAt), source: deadline.source,
          })).join(' · ')}
        </p>
      )}
    </div>
  );
}
