import { useCallback, useSyncExternalStore } from 'react';

const TICK_MS = 250;
let offsetMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** The host's clock, as far as the last exchange tells. Every deadline is drawn against it. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/** `sentAt` and `gotAt` are our clock around the request that brought `serverTime`. */
export function learnServerTime(serverTime: string, sentAt: number, gotAt: number): void {
  const middle = sentAt + (gotAt - sentAt) / 2;
  offsetMs = Date.parse(serverTime) - middle;
  listeners.forEach((listen) => listen());
}

function subscribe(listen: () => void): () => void {
  listeners.add(listen);
  timer ??= setInterval(() => listeners.forEach((each) => each()), TICK_MS);
  return () => {
    listeners.delete(listen);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** A value that follows the clock; the component is drawn again only when the value differs. */
export function useClock<T extends string | number | boolean>(read: (nowMs: number) => T): T {
  const snapshot = useCallback(() => read(serverNow()), [read]);
  return useSyncExternalStore(subscribe, snapshot);
}
