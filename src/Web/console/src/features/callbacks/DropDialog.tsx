import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Callback } from '../../api';
import { dropCallback } from '../../endpoints';
import { phone } from '../../format';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import css from './DropDialog.module.css';

/** A callback is given up only with a reason, and the reason is kept. */
export function DropDialog({ row, onClose }: { row: Callback | null; onClose(): void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const dropping = useMutation({
    mutationFn: (given: { id: string; reason: string }) => dropCallback(given.id, given.reason),
    onSuccess: () => {
      setReason('');
      onClose();
    },
  });
  const given = reason.trim();
  return (
    <Dialog
      title={t('callbacks.dropTitle', { who: row === null || row.phone === null ? '' : phone(row.phone) })}
      opened={row !== null}
      onClose={onClose}
      closeLabel={t('close')}
      size="26rem"
    >
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (row !== null && given !== '') {
            dropping.mutate({ id: row.id, reason: given });
          }
        }}
      >
        <div>
          <label className={field.label} htmlFor="drop-reason">{t('callbacks.dropReason')}</label>
          <input
            id="drop-reason"
            className={field.input}
            data-autofocus
            required
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
        {dropping.error !== null && <Notice tone="error">{dropping.error.message}</Notice>}
        <div className={css.buttons}>
          <Button tone="danger" type="submit" disabled={given === '' || dropping.isPending}>
            {t('callbacks.dropDo')}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  );
}
