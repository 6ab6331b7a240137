import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useRights } from '../board/rights';
import { command, handOf, type Command } from './control';

/** A supervisor looks into somebody else's call: listen, prompt the dispatcher, join, go. */
export function SupervisorControls({ card, extension, down }: {
  card: CallCard; extension: string | null; down: boolean;
}) {
  const { t } = useTranslation();
  const { supervisesCalls } = useRights();
  const wish = useMutation({ mutationFn: command });
  const hand = handOf(card, extension);
  if (!supervisesCalls || card.state !== 'talking' || hand.mine) {
    return null;
  }

  const disabled = down || wish.isPending;
  const say = (name: Command) => wish.mutate({ callId: card.callId, command: name });
  return (
    <>
      {wish.error !== null && <Notice tone="error">{wish.error.message}</Notice>}
      <Button disabled={disabled} aria-pressed={hand.supervising === 'listener'} onClick={() => say('listen')}>
        {t('control.listen')}
      </Button>
      <Button disabled={disabled} aria-pressed={hand.supervising === 'whisperer'} onClick={() => say('whisper')}>
        {t('control.whisper')}
      </Button>
      <Button disabled={disabled} onClick={() => say('barge')}>{t('control.barge')}</Button>
      {hand.supervising !== null && (
        <Button disabled={disabled} onClick={() => wish.mutate(
          { callId: card.callId, command: 'drop', party: extension ?? '' },
        )}>
          {t('control.leave')}
        </Button>
      )}
    </>
  );
}
