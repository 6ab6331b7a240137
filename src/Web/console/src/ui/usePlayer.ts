import { useRef, useState, type RefObject, type SyntheticEvent } from 'react';

const SPEEDS = [1, 1.25, 1.5, 1.75, 2, 0.75] as const;

/** The next speed of the row, which begins again behind its end. */
export const speedAfter = (speed: number) =>
  SPEEDS[(SPEEDS.findIndex((each) => each === speed) + 1) % SPEEDS.length] ?? 1;

/** Where a player may go: not before the beginning, not behind the end. */
export const within = (seconds: number, length: number) => Math.min(Math.max(0, seconds), length);

export interface Player {
  audio: RefObject<HTMLAudioElement | null>;
  playing: boolean;
  at: number;
  length: number;
  speed: number;
  failed: boolean;
  toggle(): void;
  seek(seconds: number): void;
  faster(): void;
  /** For the audio element. */
  events: {
    onPlay(): void;
    onPause(): void;
    onEnded(): void;
    onError(): void;
    onTimeUpdate(event: SyntheticEvent<HTMLAudioElement>): void;
    onLoadedMetadata(event: SyntheticEvent<HTMLAudioElement>): void;
  };
}

/** One way to play a sound, whatever is drawn around it. A length that is known before the sound may be given. */
export function usePlayer(known?: number): Player {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [loaded, setLoaded] = useState(0);
  const [speed, setSpeed] = useState(1);
  const [failed, setFailed] = useState(false);
  const length = known ?? loaded;
  return {
    audio, playing, at, length, speed, failed,
    toggle: () => {
      const player = audio.current;
      if (player?.paused === true) {
        player.playbackRate = speed;
        player.play().catch((error: unknown) => {
          // A play() that a pause overtakes is no failure; anything else the person must see.
          if (!(error instanceof DOMException && error.name === 'AbortError')) {
            setFailed(true);
          }
        });
      } else {
        player?.pause();
      }
    },
    seek: (seconds) => {
      if (audio.current !== null) {
        const to = within(seconds, length);
        audio.current.currentTime = to;
        setAt(to);
      }
    },
    faster: () => {
      const next = speedAfter(speed);
      setSpeed(next);
      if (audio.current !== null) {
        audio.current.playbackRate = next;
      }
    },
    events: {
      onPlay: () => setPlaying(true),
      onPause: () => setPlaying(false),
      onEnded: () => setPlaying(false),
      onError: () => setFailed(true),
      onTimeUpdate: (event) => setAt(event.currentTarget.currentTime),
      onLoadedMetadata: (event) => setLoaded(event.currentTarget.duration),
    },
  };
}
