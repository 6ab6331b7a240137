import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useShell } from '../../shell';
import { Failure } from '../../ui/Failure';
import field from '../../ui/Field.module.css';
import { SectionHead } from '../../ui/SectionHead';
import { getCallbackSettings, putCallbackSettings } from './api';
import css from './Queues.module.css';

const MINUTES = [0, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Whether the exchange calls back by itself when somebody is free, and from which minute after the call. */
export function AutomaticCallbacks({ maySet }: { maySet: boolean }) {
  const { t } = useTranslation();
  const { session } = useShell();
  const client = useQueryClient();
  const known = useQuery({ queryKey: ['queues', 'callbacks'], queryFn: getCallbackSettings });
  const save = useMutation({
    mutationFn: putCallbackSettings,
    onSettled: () => client.invalidateQueries({ queryKey: ['queues', 'callbacks'] }),
  });
  return (
    <section aria-labelledby="queues-automatic">
      <SectionHead id="queues-automatic" title={t('queues.automatic')} />
      <p className={css.calm}>{t('queues.automaticHint')}</p>
      <Failure error={known.error ?? save.error} />
      {(known.data ?? []).map((each) => (
        <div key={each.organisation} className={css.automatic} data-automatic={each.organisation}>
          <label>
            <input type="checkbox" checked={each.isAutomatic} disabled={!maySet || save.isPending}
              onChange={(event) => save.mutate({ ...each, isAutomatic: event.currentTarget.checked })} />
            {session.organisations.find((other) => other.code === each.organisation)?.name ?? each.organisation}
          </label>
          <label>
            <span className={field.label}>{t('queues.from')}</span>
            <select className={field.input} value={String(Math.floor(each.fromSeconds / 60))}
              disabled={!maySet || save.isPending}
              onChange={(event) => save.mutate({ ...each, fromSeconds: Number(event.currentTarget.value) * 60 })}>
              {MINUTES.map((minute) => (
                <option key={minute} value={minute}>{t('queues.minutes', { count: minute })}</option>
              ))}
            </select>
          </label>
        </div>
      ))}
    </section>
  );
}
