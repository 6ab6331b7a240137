import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { CallCard } from '../../api';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { command, handOf, type Command } from './control';
import { TransferDialog } from './TransferDialog';

/** Hold, microphone, pass on: what this telephone can do with the call it is in. */
export function CallControls({ card, extension, down }: {
  card: CallCard; extension: string | null; down: boolean;
}) {
  const { t } = useTranslation();
  const [isPassing, setPassing] = useState(false);
  const wish = useMutation({ mutationFn: command });
  const hand = handOf(card, extension);
  const ready = hand.mine && !down && !wish.isPending;
  const say = (name: Command, more: { to?: string; party?: string } = {}) =>
    wish.mutate({ callId: card.callId, command: name, ...more });
  const hold = () => say(hand.held ? 'resume' : 'hold');
  const mute = () => say(hand.muted ? 'unmute' : 'mute');

  useKey('Alt+KeyH', hold, { enabled: ready });
  useKey('Alt+KeyM', mute, { enabled: ready });
  useKey('Alt+KeyT', () => setPassing(true), { enabled: hand.mine && !down });

  if (!hand.mine) {
    return null;
  }

  const hasAsked = hand.held && hand.others.length > 0;
  return (
    <>
      {wish.error !== null && !isPassing && <Notice tone="error">{wish.error.message}</Notice>}
      <Button keys="Alt H" disabled={!ready} aria-pressed={hand.held} onClick={hold}>
        {t(hand.held ? 'control.resume' : 'control.hold')}
      </Button>
      <Button keys="Alt M" disabled={!ready} aria-pressed={hand.muted} onClick={mute}>
        {t(hand.muted ? 'control.unmute' : 'control.mute')}
      </Button>
      {hasAsked && (
        <>
          <Button tone="primary" disabled={!ready} onClick={() => say('transfer')}>{t('control.give')}</Button>
          <Button disabled={!ready} onClick={() => say('join')}>{t('control.together')}</Button>
        </>
      )}
      {!hasAsked && (
        <Button keys="Alt T" disabled={!ready} onClick={() => setPassing(true)}>{t('control.passOn')}</Button>
      )}
      {hand.others.map((party) => (
        <Button key={party.name} disabled={!ready} onClick={() => say('drop', { party: party.name })}>
          {t('control.drop', { who: party.name })}
        </Button>
      ))}
      <TransferDialog
        opened={isPassing}
        busy={wish.isPending}
        error={isPassing ? wish.error : null}
        onPick={(target, how) => wish.mutate(
          { callId: card.callId, command: how, to: target.to }, { onSuccess: () => setPassing(false) },
        )}
        onClose={() => {
          setPassing(false);
          wish.reset();
        }}
      />
    </>
  );
}
