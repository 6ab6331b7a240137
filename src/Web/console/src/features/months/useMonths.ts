import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { usePace } from '../board/usePace';
import { getBillingMonths, getTariffs, type BillingMonth } from './api';

export function isRunning(month: BillingMonth): boolean {
  return month.progress !== null || month.status === 'running';
}

export function useBillingMonths(organisation: string) {
  const pace = usePace();
  return useQuery({
    queryKey: ['months', 'list', organisation],
    queryFn: () => getBillingMonths(organisation),
    refetchInterval: (query) => pace(query.state.data?.some(isRunning) ?? false),
  });
}

export function useTariffs(organisation: string) {
  return useQuery({ queryKey: ['months', 'tariffs', organisation], queryFn: () => getTariffs(organisation) });
}

export function useMonthAct<T>(act: (given: T) => Promise<unknown>, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: onDone ?? (() => undefined),
    // A refused run as well leaves something to see: the gaps that stood in its way.
    onSettled: () => Promise.all(['months', 'accounts'].map((list) => client.invalidateQueries({ queryKey: [list] }))),
  });
}
