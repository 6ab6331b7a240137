import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { command, isPickable } from './control';

/** Takes a call that rings at another telephone to one's own; a call in hand is held meanwhile. */
export function PickUp({ card, extension, down }: { card: CallCard; extension: string | null; down: boolean }) {
  const { t } = useTranslation();
  const wish = useMutation({ mutationFn: command });
  if (!isPickable(card, extension)) {
    return null;
  }
  return (
    <>
      {wish.error !== null && <Notice tone="error">{wish.error.message}</Notice>}
      <Button
        disabled={down || wish.isPending}
        onClick={() => wish.mutate({ callId: card.callId, command: 'pickup' })}
      >
        {t('control.pickUp')}
      </Button>
    </>
  );
}
