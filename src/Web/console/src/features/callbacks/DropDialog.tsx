import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Callback } from '../../api';
import { dropCallback } from '../../endpoints';
import { phone } from '../../format';
import { ReasonDialog } from '../../ui/ReasonDialog';

/** A callback is given up only with a reason, and the reason is kept. */
export function DropDialog({ row, onClose }: { row: Callback; onClose(): void }) {
  const { t } = useTranslation();
  const dropping = useMutation({ mutationFn: (reason: string) => dropCallback(row.id, reason), onSuccess: onClose });
  return (
    <ReasonDialog title={t('callbacks.dropTitle', { who: row.phone === null ? '' : phone(row.phone) })}
      act={t('callbacks.dropDo')} busy={dropping.isPending} error={dropping.error} onClose={onClose}
      onDo={dropping.mutate} />
  );
}
