import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clock } from '../format';
import { Button } from './Button';
import css from './PlayerTools.module.css';
import type { Player } from './usePlayer';

const STEP_S = 5;

/** Play, five seconds back and forth, the time and the speed; what shows the place stands between the steps. */
export function PlayerTools({ player, shortcut, children }: {
  player: Player; shortcut?: string | undefined; children?: ReactNode;
}) {
  const { t } = useTranslation();
  const told = String(player.speed).replace('.', ',');
  return (
    <>
      <button type="button" className={css.play} onClick={player.toggle} aria-keyshortcuts={shortcut}
        aria-label={player.playing ? t('player.pause') : t('player.play')}>
        {player.playing ? <IconPlayerPauseFilled size={16} aria-hidden="true" />
          : <IconPlayerPlayFilled size={16} aria-hidden="true" />}
      </button>
      <Button size="small" tone="quiet" aria-label={t('player.back')}
        onClick={() => player.seek(player.at - STEP_S)}>−5</Button>
      {children}
      <Button size="small" tone="quiet" aria-label={t('player.forth')}
        onClick={() => player.seek(player.at + STEP_S)}>+5</Button>
      <span className={css.time}>{clock(Math.floor(player.at))} / {clock(Math.floor(player.length))}</span>
      <Button size="small" onClick={player.faster} aria-label={t('player.speed', { speed: told })}>{told}×</Button>
    </>
  );
}
