import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import css from './DeclareDialog.module.css';
import { moveTerm, type Outage } from './outages';
import { localField, momentOf } from './plan';
import { TermChips } from './TermChips';

interface Props {
  outage: Outage;
  opened: boolean;
  onClose(): void;
}

/** Another term takes a reason; the robot says the new one and the municipality is written to again. */
export function TermDialog({ outage, opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('outages.moveTerm')} opened={opened} onClose={onClose} closeLabel={t('close')} size="36rem">
      <Moving outage={outage} onClose={onClose} />
    </Dialog>
  );
}

function Moving({ outage, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [until, setUntil] = useState(
    outage.plannedUntil === null ? '' : localField(Date.parse(outage.plannedUntil)));
  const [reason, setReason] = useState('');
  const moving = useMutation({
    mutationFn: () => moveTerm(outage.id, momentOf(until), reason.trim()),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['outages'] });
      onClose();
    },
  });
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '' && !moving.isPending) {
          moving.mutate();
        }
      }}
    >
      <TermChips value={until} onChange={setUntil} />
      <div>
        <label className={field.label} htmlFor="term-reason">{t('outages.reason')}</label>
        <input
          id="term-reason"
          className={field.input}
          data-autofocus
          required
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <p className={field.hint}>{t('outages.termHint')}</p>
      </div>
      {moving.error !== null && <Notice tone="error">{moving.error.message}</Notice>}
      <div className={css.buttons}>
        <Button tone="primary" type="submit" keys="Enter" disabled={reason.trim() === '' || moving.isPending}>
          {t('outages.moveTerm')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
