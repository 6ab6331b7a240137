import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clock } from '../../format';
import { useKey } from '../../keys';
import { Notice } from '../../ui/Notice';
import { PlayerTools } from '../../ui/PlayerTools';
import { usePlayer } from '../../ui/usePlayer';
import { getPeaks, soundUrl } from './api';
import { outline, secondAt, seekOf, WAVE_HEIGHT, WAVE_WIDTH } from './waves';
import css from './WavePlayer.module.css';

const POINTS = 600;

/** Plays a recording under its outline: a click seeks, the mouse tells the time, Space and arrows work anywhere. */
export function WavePlayer({ id, title, children }: { id: string; title: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const [hover, setHover] = useState<number | null>(null);
  const query = useQuery({ queryKey: ['recordingPeaks', id], queryFn: () => getPeaks(id, POINTS), staleTime: 60_000 });
  const length = query.data?.seconds ?? 0;
  const player = usePlayer(length);
  const { at } = player;
  const seek = (seconds: number | null) => {
    if (seconds !== null) {
      player.seek(seconds);
    }
  };
  useKey('Space', player.toggle, { outsideFields: true });
  useKey('ArrowLeft', () => seek(seekOf('ArrowLeft', false, at, length)), { outsideFields: true });
  useKey('ArrowRight', () => seek(seekOf('ArrowRight', false, at, length)), { outsideFields: true });
  useKey('Shift+ArrowLeft', () => seek(seekOf('ArrowLeft', true, at, length)), { outsideFields: true });
  useKey('Shift+ArrowRight', () => seek(seekOf('ArrowRight', true, at, length)), { outsideFields: true });

  return (
    <section className={css.player} aria-label={t('player.title', { label: title })}>
      <div className={css.head}><b>{title}</b><span>{children}</span></div>
      <audio ref={player.audio} src={soundUrl(id)} preload="none" {...player.events} />
      {(player.failed || query.isError) && <Notice tone="error">{t('player.failed')}</Notice>}
      <div className={css.wave} role="slider" tabIndex={0} aria-label={t('player.position')} aria-valuemin={0}
        aria-valuemax={Math.round(length)} aria-valuenow={Math.round(at)}
        aria-valuetext={t('player.at', { at: clock(Math.floor(at)), length: clock(Math.floor(length)) })}
        onKeyDown={(event) => {
          const to = event.code === 'Home' || event.code === 'End' ? seekOf(event.code, false, at, length) : null;
          seek(to);
        }}
        onMouseMove={(event) => setHover(placeOf(event.clientX, event.currentTarget))}
        onMouseLeave={() => setHover(null)}
        onClick={(event) => seek(secondAt(placeOf(event.clientX, event.currentTarget), 1, length))}
      >
        <svg viewBox={`0 0 ${WAVE_WIDTH} ${WAVE_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <path className={css.caller} d={outline(query.data?.caller ?? [], 'caller')} />
          <path className={css.ours} d={outline(query.data?.ours ?? [], 'ours')} />
        </svg>
        <span className={css.played} style={{ width: `${length === 0 ? 0 : Math.min(100, (at / length) * 100)}%` }} />
        {hover !== null && length > 0 && (
          <span className={css.tip} style={{ left: `${hover * 100}%` }}>
            {clock(Math.floor(secondAt(hover, 1, length)))}
          </span>
        )}
      </div>
      <div className={css.tools}>
        <PlayerTools player={player} shortcut="Space" />
        <span className={css.legend}>{t('recordings.caller')}</span>
        <span className={`${css.legend} ${css.legendOurs}`}>{t('recordings.ours')}</span>
      </div>
    </section>
  );
}

/** 0 … 1 along the wave. */
function placeOf(clientX: number, wave: HTMLElement): number {
  const box = wave.getBoundingClientRect();
  return secondAt(clientX - box.left, box.width, 1);
}
