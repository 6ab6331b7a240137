import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { clock } from '../../format';
import { Notice } from '../../ui/Notice';
import { PlayerTools } from '../../ui/PlayerTools';
import { usePlayer } from '../../ui/usePlayer';
import css from './RecordingPlayer.module.css';

/** Plays a recording where the ticket is: one line, its place on a slider. */
export function RecordingPlayer({ source, label }: { source: string; label: string }) {
  const { t } = useTranslation();
  const player = usePlayer();
  const { at, length } = player;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'Space' && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      player.toggle();
    }
  };
  if (player.failed) {
    return <Notice tone="error">{t('player.failed')}</Notice>;
  }
  return (
    <div className={css.player} role="group" aria-label={t('player.title', { label })} onKeyDown={onKeyDown}>
      <audio ref={player.audio} src={source} preload="metadata" {...player.events} />
      <PlayerTools player={player}>
        <input
          className={css.line}
          type="range"
          min={0}
          max={length}
          step={0.1}
          value={at}
          aria-label={t('player.position')}
          aria-valuetext={t('player.at', { at: clock(Math.floor(at)), length: clock(Math.floor(length)) })}
          onChange={(event) => player.seek(Number(event.currentTarget.value))}
        />
      </PlayerTools>
    </div>
  );
}
