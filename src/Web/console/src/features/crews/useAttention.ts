import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useShell } from '../../shell';
import { getAttention, markSeen, type Attention } from './crews';

const AGAIN_MS = 60_000;
const DESK = new Set(['dispatcher', 'supervisor', 'admin']);

/** What a person must look at, the oldest first; empty for those who do not work at the desk. */
export function useAttention(): readonly Attention[] {
  const { session } = useShell();
  const list = useQuery({
    queryKey: ['attention'],
    queryFn: getAttention,
    enabled: DESK.has(session.role),
    refetchInterval: AGAIN_MS,
    retry: false,
  });
  return list.data ?? NONE;
}

export function useSeen() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: markSeen,
    onSettled: () => client.invalidateQueries({ queryKey: ['attention'] }),
  });
}

const NONE: readonly Attention[] = [];
