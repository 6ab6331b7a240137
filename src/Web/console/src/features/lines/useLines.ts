import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { getLines, getPresets } from './api';

const LOOK_MS = 2_000;
const TICK_MS = 1_000;

/** A registration comes and goes without anybody's act, so the list looks again by itself. */
export function useLines() {
  return useQuery({ queryKey: ['lines'], queryFn: getLines, refetchInterval: LOOK_MS });
}

export function usePresets(enabled: boolean) {
  return useQuery({ queryKey: ['lines', 'presets'], queryFn: getPresets, enabled, staleTime: Infinity });
}

/** An act on a line; the list follows. */
export function useLineAct<T, R>(act: (given: T) => Promise<R>, after?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      after?.();
      return client.invalidateQueries({ queryKey: ['lines'] });
    },
  });
}

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
