import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { difference, money } from '../../format';
import { newKey, Problem } from '../../http';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { Notice } from '../../ui/Notice';
import page from '../../ui/Page.module.css';
import { ReasonDialog } from '../../ui/ReasonDialog';
import { useMonthName } from '../months/useMonthName';
import { previewRecalculation, recalculate, type Recalculated } from './api';
import css from './RecalculationDialog.module.css';

/** A month is counted anew: first what would change, then the reason, then what did change. */
export function RecalculationDialog({ number, month, currency, onClose }: {
  number: string; month: string; currency: string; onClose(): void;
}) {
  const { t } = useTranslation();
  const name = useMonthName();
  const client = useQueryClient();
  const [key] = useState(newKey);
  const preview = useQuery({
    queryKey: ['accounts', 'recalculation', number, month],
    queryFn: () => previewRecalculation(number, month),
    retry: false,
    gcTime: 0,
  });
  const doing = useMutation({
    mutationFn: (reason: string) => recalculate(number, month, reason, key),
    onSuccess: () => client.invalidateQueries({ queryKey: ['accounts'] }),
  });
  const title = t('accounts.recalculateTitle', { month: name(month) });
  if (doing.data !== undefined) {
    return (
      <Dialog title={title} opened onClose={onClose} closeLabel={t('close')} size="30rem">
        <div className={page.form}>
          <Notice tone="ok">{t('accounts.recalculated')}</Notice>
          <Change change={doing.data} currency={currency} />
          <div className={page.buttons}>
            <Button tone="primary" data-autofocus onClick={onClose}>{t('close')}</Button>
          </div>
        </div>
      </Dialog>
    );
  }
  // A host that only tells afterwards is no obstacle: what it posts can be taken back.
  const isUnasked = preview.error instanceof Problem && [404, 405].includes(preview.error.status);
  return (
    <ReasonDialog title={title} act={t('accounts.recalculateDo')} tone="primary" busy={doing.isPending}
      error={doing.error} onClose={onClose} onDo={doing.mutate}>
      <div className={css.change} aria-live="polite">
        {preview.isPending && <p className={page.quiet}>{t('accounts.counting')}</p>}
        {preview.data !== undefined && <Change change={preview.data} currency={currency} />}
        {isUnasked && <p className={page.quiet}>{t('accounts.noPreview')}</p>}
        {!isUnasked && <Failure error={preview.error} onAgain={() => void preview.refetch()} />}
      </div>
    </ReasonDialog>
  );
}

function Change({ change, currency }: { change: Recalculated; currency: string }) {
  const { t } = useTranslation();
  if (change.difference === 0 && change.posted === 0) {
    return <p>{t('accounts.nothingChanges')}</p>;
  }
  return (
    <dl className={css.sums}>
      <div><dt>{t('accounts.takenBack')}</dt><dd>{money(change.reversed, currency)}</dd></div>
      <div><dt>{t('accounts.chargedAnew')}</dt><dd>{money(change.posted, currency)}</dd></div>
      <div className={css.difference} data-difference>
        <dt>{t('accounts.difference')}</dt><dd>{difference(change.difference, currency)}</dd>
      </div>
    </dl>
  );
}
