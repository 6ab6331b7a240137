import { useSyncExternalStore } from 'react';

/** What the bar says: a mute must never be mistaken for silence. */
export type SoundState = 'on' | 'off' | 'blocked';

const KEPT = 'zhkh.sound';
const VOLUME = 0.12;
const RAMP_S = 0.01;

type Note = readonly [hertz: number, startS: number, lengthS: number];

/** One soft double when a callback's last minute begins; three falling notes when the link is lost. */
const TUNES = {
  callback: [[740, 0, 0.14], [880, 0.2, 0.2]],
  lost: [[520, 0, 0.18], [440, 0.24, 0.18], [350, 0.48, 0.3]],
} as const satisfies Record<string, readonly Note[]>;

let context: AudioContext | null = null;
let muted = localStorage.getItem(KEPT) === 'off';
const listeners = new Set<() => void>();

function notify(): void {
  listeners.forEach((listen) => listen());
}

/** Browsers let a page sound only after a key or a touch: the first one opens the way. */
export function unlockSoundOnFirstTouch(): void {
  const unlock = () => {
    context ??= new AudioContext();
    context.onstatechange = notify;
    void context.resume().then(notify);
  };
  window.addEventListener('pointerdown', unlock, { once: true, capture: true });
  window.addEventListener('keydown', unlock, { once: true, capture: true });
}

export function play(tune: keyof typeof TUNES): void {
  if (muted || context?.state !== 'running') {
    return;
  }
  const now = context.currentTime;
  for (const [hertz, start, length] of TUNES[tune]) {
    const tone = new OscillatorNode(context, { frequency: hertz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, now + start);
    gain.gain.linearRampToValueAtTime(VOLUME, now + start + RAMP_S);
    gain.gain.linearRampToValueAtTime(0, now + start + length);
    tone.connect(gain).connect(context.destination);
    tone.start(now + start);
    tone.stop(now + start + length + RAMP_S);
  }
}

export function toggleSound(): void {
  muted = !muted;
  localStorage.setItem(KEPT, muted ? 'off' : 'on');
  notify();
}

function read(): SoundState {
  return muted ? 'off' : context?.state === 'running' ? 'on' : 'blocked';
}

export function useSound(): SoundState {
  return useSyncExternalStore((listen) => {
    listeners.add(listen);
    return () => listeners.delete(listen);
  }, read);
}
