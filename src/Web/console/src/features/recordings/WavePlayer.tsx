import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clock } from '../../format';
import { useKey } from '../../keys';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { getPeaks, soundUrl } from './api';
import { nextSpeed, outline, secondAt, seekOf, WAVE_HEIGHT, WAVE_WIDTH } from './waves';
import css from './WavePlayer.module.css';

const POINTS = 600;

/** Plays a recording under its outline: a click seeks, the mouse tells the time, Space and arrows work anywhere. */
export function WavePlayer({ id, title, children }: { id: string; title: string; children?: ReactNode }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [hover, setHover] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const query = useQuery({ queryKey: ['recordingPeaks', id], queryFn: () => getPeaks(id, POINTS), staleTime: 60_000 });
  const length = query.data?.seconds ?? 0;
  useEffect(() => {
    if (audio.current !== null) {
      audio.current.playbackRate = speed;
    }
  }, [speed, playing]);

  const toggle = () => {
    const player = audio.current;
    if (player?.paused === true) {
      player.play().catch((error: unknown) => {
        // A play() that a pause overtakes is no failure; anything else the person must see.
        if (!(error instanceof DOMException && error.name === 'AbortError')) {
          setFailed(true);
        }
      });
    } else {
      player?.pause();
    }
  };
  const seek = (seconds: number | null) => {
    if (audio.current !== null && seconds !== null) {
      audio.current.currentTime = seconds;
      setAt(seconds);
    }
  };
  useKey('Space', toggle, { outsideFields: true });
  useKey('ArrowLeft', () => seek(seekOf('ArrowLeft', false, at, length)), { outsideFields: true });
  useKey('ArrowRight', () => seek(seekOf('ArrowRight', false, at, length)), { outsideFields: true });
  useKey('Shift+ArrowLeft', () => seek(seekOf('ArrowLeft', true, at, length)), { outsideFields: true });
  useKey('Shift+ArrowRight', () => seek(seekOf('ArrowRight', true, at, length)), { outsideFields: true });

  const told = String(speed).replace('.', ',');
  return (
    <section className={css.player} aria-label={t('player.title', { label: title })}>
      <div className={css.head}><b>{title}</b><span>{children}</span></div>
      <audio ref={audio} src={soundUrl(id)} preload="none"
        onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)} onError={() => setFailed(true)} />
      {(failed || query.isError) && <Notice tone="error">{t('player.failed')}</Notice>}
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
        <button type="button" className={css.play} onClick={toggle} aria-keyshortcuts="Space"
          aria-label={playing ? t('player.pause') : t('player.play')}>
          {playing ? <IconPlayerPauseFilled size={16} aria-hidden="true" />
            : <IconPlayerPlayFilled size={16} aria-hidden="true" />}
        </button>
        <Button size="small" tone="quiet" aria-label={t('player.back')}
          onClick={() => seek(seekOf('ArrowLeft', false, at, length))}>−5</Button>
        <Button size="small" tone="quiet" aria-label={t('player.forth')}
          onClick={() => seek(seekOf('ArrowRight', false, at, length))}>+5</Button>
        <span className={css.time}>{clock(Math.floor(at))} / {clock(Math.floor(length))}</span>
        <Button size="small" aria-label={t('player.speed', { speed: told })}
          onClick={() => setSpeed(speed >= 2 ? 1 : nextSpeed(speed, 1))}>{told}×</Button>
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
