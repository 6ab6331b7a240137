import { useCallback } from 'react';
import { useClock } from '../clock';
import { countdown, elapsed } from '../format';
import css from './Clock.module.css';

export const WARN_MS = 3 * 60_000;
export const CRIT_MS = 60_000;

type Tone = 'calm' | 'warn' | 'crit' | 'late';

export function toneOf(leftMs: number): Tone {
  if (leftMs <= 0) {
    return 'late';
  }
  return leftMs < CRIT_MS ? 'crit' : leftMs < WARN_MS ? 'warn' : 'calm';
}

/** Counts down to a moment of the host's clock and goes on below nought. */
export function Countdown({ dueAt, className }: { dueAt: string; className?: string }) {
  const due = Date.parse(dueAt);
  const text = useClock(useCallback((now: number) => countdown(due - now), [due]));
  const tone = useClock(useCallback((now: number) => toneOf(due - now), [due]));
  return (
    <span className={[css.clock, css[tone], className].filter(Boolean).join(' ')} role="timer" data-tone={tone}>
      {text}
    </span>
  );
}

/** Counts up from a moment of the host's clock. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const from = Date.parse(since);
  const text = useClock(useCallback((now: number) => elapsed(now - from), [from]));
  return <span className={[css.clock, className].filter(Boolean).join(' ')}>{text}</span>;
}
