import { useQuery } from '@tanstack/react-query';
import type { BoardHealth, BoardShares } from '../../api';
import { getHealth, getShares } from '../../endpoints';
import { Problem } from '../../http';
import { useBoard } from './useBoard';

const SERVICE_UNAVAILABLE = 503;
const HEALTH_EVERY_MS = 10_000;
const SHARES_EVERY_MS = 60_000;

/** How the host is and how busy its lines are: first from the board, then asked again while somebody looks. */
export function useHealth(): BoardHealth | undefined {
  const first = useBoard()?.health;
  const now = useQuery({
    queryKey: ['health'], queryFn: getHealth, enabled: first !== undefined, refetchInterval: HEALTH_EVERY_MS,
    retry: false,
  });
  const last = now.data ?? first;
  // Without its database the host cannot know who asks, and says 503.
  return now.error instanceof Problem && now.error.status === SERVICE_UNAVAILABLE && last !== undefined
    ? { ...last, parts: { ...last.parts, database: 'down' } }
    : last;
}

/** How the legal limits were kept; the last known ones stay while the database is away. */
export function useShares(): BoardShares | undefined {
  const first = useBoard()?.shares;
  const now = useQuery({
    queryKey: ['shares'], queryFn: getShares, enabled: first !== undefined, initialData: first,
    staleTime: SHARES_EVERY_MS, refetchInterval: SHARES_EVERY_MS, retry: false,
  });
  return now.data ?? first;
}
