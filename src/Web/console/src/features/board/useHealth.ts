import { useQuery } from '@tanstack/react-query';
import type { BoardHealth } from '../../api';
import { getHealth } from '../../endpoints';
import { useBoard } from './useBoard';

const EVERY_MS = 10_000;

/** How the host is and how busy its lines are: first from the board, then asked again while somebody looks. */
export function useHealth(): BoardHealth | undefined {
  const first = useBoard()?.health;
  const now = useQuery({
    queryKey: ['health'], queryFn: getHealth, enabled: first !== undefined, refetchInterval: EVERY_MS,
    retry: false,
  });
  return now.data ?? first;
}
