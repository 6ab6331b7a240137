import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import css from './AutoAnswer.module.css';
import { getTargets, setLinePin } from './control';

const KEY = ['call-targets', 'own'];

/** The code by which any telephone of the exchange becomes this person's permanent line. */
export function LinePin({ opened }: { opened: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [pin, setPin] = useState('');
  const targets = useQuery({ queryKey: KEY, queryFn: getTargets, enabled: opened });
  const change = useMutation({
    mutationFn: setLinePin,
    onSuccess: (_, next) => {
      setPin('');
      client.setQueryData(KEY, { ...targets.data, hasLinePin: next !== null });
    },
  });
  const has = targets.data?.hasLinePin === true;
  if (targets.data == null || targets.data.lineNumber === null) {
    return null;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(pin);
      }}
    >
      {change.error !== null && <Notice tone="error">{change.error.message}</Notice>}
      <label className={field.label} htmlFor="line-pin">
        {t('control.linePin', { number: targets.data.lineNumber })}
      </label>
      <div className={css.line}>
        <input
          id="line-pin"
          className={field.input}
          type="password"
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          placeholder={t(has ? 'control.linePinSet' : 'control.linePinNone')}
          value={pin}
          onChange={(event) => setPin(event.target.value)}
        />
        <Button type="submit" disabled={pin === '' || change.isPending}>{t('control.linePinSave')}</Button>
        {has && (
          <Button disabled={change.isPending} onClick={() => change.mutate(null)}>{t('control.linePinDrop')}</Button>
        )}
      </div>
    </form>
  );
}
