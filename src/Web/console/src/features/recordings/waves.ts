/** Drawing of a recording: the caller above the middle line, our side below it. */
export const WAVE_WIDTH = 1000;
export const WAVE_HEIGHT = 64;
const MIDDLE = WAVE_HEIGHT / 2;
const LOUDEST = 255;

/** One closed outline of a side; quiet points are a line, not a gap. */
export function outline(points: readonly number[], side: 'caller' | 'ours'): string {
  if (points.length === 0) {
    return '';
  }
  const sign = side === 'caller' ? -1 : 1;
  const step = WAVE_WIDTH / points.length;
  const tops = points.map((point, i) => {
    const y = MIDDLE + (sign * (1 + (Math.sqrt(point / LOUDEST) * (MIDDLE - 2))));
    return `${round(i * step)},${round(y)} ${round((i + 1) * step)},${round(y)}`;
  });
  return `M0,${MIDDLE} L${tops.join(' ')} L${WAVE_WIDTH},${MIDDLE} Z`;
}

/** The second under a place on the wave; the place is given in the same unit as the width. */
export function secondAt(x: number, width: number, length: number): number {
  return width <= 0 ? 0 : Math.min(Math.max(0, x / width), 1) * length;
}

/** What a key does to the place: arrows five seconds, with Shift thirty, Home and End. Null: not a key of ours. */
export function seekOf(code: string, shift: boolean, at: number, length: number): number | null {
  const step = shift ? 30 : 5;
  const to = code === 'ArrowRight' ? at + step
    : code === 'ArrowLeft' ? at - step
      : code === 'Home' ? 0
        : code === 'End' ? length : null;
  return to === null ? null : Math.min(Math.max(0, to), length);
}

/** Bytes as people read them: «12,3» with the power of 1024 they are in. */
export function bytesOf(bytes: number): { value: string; unit: 'kb' | 'mb' | 'gb' } {
  const [unit, size] = bytes >= 1024 ** 3 ? ['gb' as const, 1024 ** 3]
    : bytes >= 1024 ** 2 ? ['mb' as const, 1024 ** 2] : ['kb' as const, 1024];
  return { value: (bytes / size).toFixed(1).replace('.', ','), unit };
}

const round = (value: number) => Math.round(value * 10) / 10;
