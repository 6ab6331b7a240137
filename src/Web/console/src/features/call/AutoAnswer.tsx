import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../ui/Notice';
import css from './AutoAnswer.module.css';
import { getTargets, setAutoAnswer } from './control';

const KEY = ['call-targets', 'own'];

/** Whether the own telephone may lift itself when its person answers on the screen. */
export function AutoAnswer({ opened }: { opened: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const targets = useQuery({ queryKey: KEY, queryFn: getTargets, enabled: opened });
  const change = useMutation({
    mutationFn: setAutoAnswer,
    onSuccess: (_, on) => client.setQueryData(KEY, { ...targets.data, answersItself: on }),
  });
  return (
    <>
      {change.error !== null && <Notice tone="error">{change.error.message}</Notice>}
      <label className={css.line}>
        <input
          type="checkbox"
          checked={targets.data?.answersItself ?? false}
          disabled={targets.data === undefined || change.isPending}
          onChange={(event) => change.mutate(event.target.checked)}
        />
        {t('control.autoAnswer')}
      </label>
    </>
  );
}
