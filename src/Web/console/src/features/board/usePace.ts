import { useLinkLevel } from './LiveProvider';

const BUSY_MS = 1_000;
const QUIET_MS = 15_000;

/**
 * How often to look again: every second while something is under way, and now and then for those whose role has no
 * live feed; for the others the hub's signals are enough.
 */
export function usePace(): (isBusy: boolean) => number | false {
  const isClosed = useLinkLevel() === 'closed';
  return (isBusy) => (isBusy ? BUSY_MS : isClosed ? QUIET_MS : false);
}
