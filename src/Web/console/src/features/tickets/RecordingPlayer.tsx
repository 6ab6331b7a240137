import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { clock } from '../../format';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import css from './RecordingPlayer.module.css';

const SPEEDS = [1, 1.25, 1.5, 2, 0.75];
const STEP_S = 5;

/** Plays a recording where the ticket is: back and forth by five seconds, slower and faster. */
export function RecordingPlayer({ source, label }: { source: string; label: string }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [length, setLength] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);

  const toggle = () => {
    const player = audio.current;
    if (player === null) {
      return;
    }
    if (player.paused) {
      player.play().catch((error: unknown) => {
        // A play() that a pause overtakes is no failure; anything else the person must see.
        if (!(error instanceof DOMException && error.name === 'AbortError')) {
          setFailed(true);
        }
      });
    } else {
      player.pause();
    }
  };
  const seek = (seconds: number) => {
    if (audio.current !== null) {
      audio.current.currentTime = Math.min(Math.max(0, seconds), length);
      setAt(audio.current.currentTime);
    }
  };
  const faster = () => {
    const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
    setSpeed(next);
    if (audio.current !== null) {
      audio.current.playbackRate = next;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'Space' && !(event.target instanceof HTMLButtonElement)) {
      event.preventDefault();
      toggle();
    }
  };

  if (failed) {
    return <Notice tone="error">{t('player.failed')}</Notice>;
  }
  return (
    <div className={css.player} role="group" aria-label={t('player.title', { label })} onKeyDown={onKeyDown}>
      <audio
        ref={audio}
        src={source}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => setLength(event.currentTarget.duration)}
        onError={() => setFailed(true)}
      />
      <button type="button" className={css.play} onClick={toggle}
        aria-label={playing ? t('player.pause') : t('player.play')}>
        {playing ? <IconPlayerPauseFilled size={16} aria-hidden="true" />
          : <IconPlayerPlayFilled size={16} aria-hidden="true" />}
      </button>
      <Button size="small" tone="quiet" onClick={() => seek(at - STEP_S)} aria-label={t('player.back')}>−5</Button>
      <input
        className={css.line}
        type="range"
        min={0}
        max={length}
        step={0.1}
        value={at}
        aria-label={t('player.position')}
        aria-valuetext={t('player.at', { at: clock(Math.floor(at)), length: clock(Math.floor(length)) })}
        onChange={(event) => seek(Number(event.currentTarget.value))}
      />
      <Button size="small" tone="quiet" onClick={() => seek(at + STEP_S)} aria-label={t('player.forth')}>+5</Button>
      <span className={css.time}>{clock(Math.floor(at))} / {clock(Math.floor(length))}</span>
      <Button size="small" onClick={faster} aria-label={t('player.speed', { speed: String(speed).replace('.', ',') })}>
        {String(speed).replace('.', ',')}×
      </Button>
    </div>
  );
}
