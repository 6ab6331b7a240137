import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { hangUp } from '../../endpoints';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { useShell } from '../../shell';
import { useLinkLevel } from '../board/LiveProvider';
import css from './CallActions.module.css';
import { CallControls } from './CallControls';
import { useDesk } from './desk';
import { PickUp } from './PickUp';
import { SupervisorControls } from './SupervisorControls';

/** What can be done with this call from here. Speaking and hearing happen on the telephone. */
export function CallActions({ card }: { card: CallCard }) {
  const { t } = useTranslation();
  const { held, look, putAway } = useDesk();
  const down = useLinkLevel() === 'red';
  const { extension } = useShell().session;
  const own = held?.callId === card.callId;
  const alive = own && card.state !== 'ended';
  const ending = useMutation({ mutationFn: hangUp });

  useKey('Shift+F2', () => ending.mutate(card.callId), { enabled: alive && !down });

  return (
    <div className={css.actions}>
      {ending.error !== null && <Notice tone="error">{ending.error.message}</Notice>}
      <CallControls card={card} extension={extension} down={down} />
      {!own && <PickUp card={card} extension={extension} down={down} />}
      {!own && <SupervisorControls card={card} extension={extension} down={down} />}
      {alive && (
        <Button tone="danger" keys="Shift F2" disabled={down || ending.isPending}
          onClick={() => ending.mutate(card.callId)}>
          {t('call.hangUp')}
        </Button>
      )}
      {own && card.state === 'ended' && (
        <>
          <span className={css.over}>{t('call.over')}</span>
          <Button onClick={putAway}>{t('call.putAway')}</Button>
        </>
      )}
      {!own && held !== null && <Button onClick={() => look(null)}>{t('call.backToMine')}</Button>}
    </div>
  );
}
