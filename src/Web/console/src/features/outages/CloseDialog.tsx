import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow } from '../../clock';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import field from '../../ui/Field.module.css';
import { Notice } from '../../ui/Notice';
import css from './DeclareDialog.module.css';
import { closeOutage, type Outage } from './outages';
import { localField, momentOf } from './plan';

interface Props {
  outage: Outage;
  opened: boolean;
  onClose(): void;
}

/** It is on again: who asked for it will be called. */
export function CloseDialog({ outage, opened, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('outages.closeTitle', { number: outage.number })}
      opened={opened}
      onClose={onClose}
      closeLabel={t('close')}
      size="30rem"
    >
      <Closing outage={outage} onClose={onClose} />
    </Dialog>
  );
}

function Closing({ outage, onClose }: Omit<Props, 'opened'>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [now] = useState(() => localField(serverNow()));
  const [at, setAt] = useState(now);
  const closing = useMutation({
    // Untouched it is "now" by the clock of the host.
    mutationFn: () => closeOutage(outage.id, at === now ? null : momentOf(at)),
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
        if (!closing.isPending) {
          closing.mutate();
        }
      }}
    >
      <p>{t('outages.closeHint', { count: outage.wantCall })}</p>
      <div>
        <label className={field.label} htmlFor="outage-closed-at">{t('outages.closedWhen')}</label>
        <input
          id="outage-closed-at"
          type="datetime-local"
          className={field.input}
          required
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
      </div>
      {closing.error !== null && <Notice tone="error">{closing.error.message}</Notice>}
      <div className={css.buttons}>
        <Button tone="primary" type="submit" keys="Enter" disabled={closing.isPending} data-autofocus>
          {t('outages.closeDo')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
