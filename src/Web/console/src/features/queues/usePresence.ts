import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useShell } from '../../shell';
import { getPresence, type Agent } from './api';

/** Changes are told by the feed; this is for what only time changes. */
const AGAIN_MS = 60_000;
const DESK = new Set(['dispatcher', 'supervisor', 'admin']);

/** What the host says of one's own phone; undefined for those who have none, or do not work at the desk. */
export function usePresence(): Agent | undefined {
  const { session } = useShell();
  return useQuery({
    queryKey: ['presence', session.extension],
    queryFn: getPresence,
    enabled: session.extension !== null && DESK.has(session.role),
    refetchInterval: AGAIN_MS,
    retry: false,
  }).data;
}

/** An act on one's own presence shows its answer at once. */
export function usePresenceAct<T>(act: (given: T) => Promise<Agent>, onDone?: () => void) {
  const client = useQueryClient();
  const { session } = useShell();
  return useMutation({
    mutationFn: act,
    onSuccess: (agent) => {
      client.setQueryData(['presence', session.extension], agent);
      void client.invalidateQueries({ queryKey: ['queues'] });
      onDone?.();
    },
  });
}
