const STEPS_MS = [0, 500, 2_000, 5_000, 10_000];
const JITTER = 0.2;

/** How long to wait before the n-th attempt (from 0): 0, 0.5, 2, 5, then 10 s for ever, each ±20 %. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const base = STEPS_MS[Math.min(attempt, STEPS_MS.length - 1)] ?? 0;
  return Math.round(base * (1 - JITTER + 2 * JITTER * random()));
}
