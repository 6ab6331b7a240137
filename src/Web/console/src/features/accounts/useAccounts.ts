import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getAccount } from '../../endpoints';
import { usePace } from '../board/usePace';
import { getCallsOf, getCharges, getMonths, getPenalty, getPostings, getReadings, getTicketsOf } from './api';

/** The card itself; a live signal or, without a feed, the clock brings it up to date. */
export function useCard(number: string) {
  const pace = usePace();
  return useQuery({
    queryKey: ['accounts', 'card', number], queryFn: () => getAccount(number), refetchInterval: () => pace(false),
  });
}

export function useMonths(number: string, year: number) {
  const pace = usePace();
  return useQuery({
    queryKey: ['accounts', 'months', number, year],
    queryFn: () => getMonths(number, `${year}-01`, `${year}-12`),
    refetchInterval: () => pace(false),
    placeholderData: (before, query) => (query?.queryKey[2] === number ? before : undefined),
  });
}

export function useCharges(number: string, month: string) {
  return useQuery({ queryKey: ['accounts', 'charges', number, month], queryFn: () => getCharges(number, month) });
}

export function usePenalty(number: string, on: string) {
  return useQuery({
    queryKey: ['accounts', 'penalty', number, on],
    queryFn: () => getPenalty(number, on),
    enabled: /^\d{4}-\d{2}-\d{2}$/.test(on),
    placeholderData: (before) => before,
  });
}

export function usePostings(number: string) {
  return useInfiniteQuery({
    queryKey: ['accounts', 'postings', number],
    queryFn: ({ pageParam }) => getPostings(number, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useReadings(meterId: string, enabled: boolean) {
  return useQuery({ queryKey: ['accounts', 'readings', meterId], queryFn: () => getReadings(meterId), enabled });
}

export function useTicketsOf(number: string) {
  return useQuery({ queryKey: ['tickets', 'of', number], queryFn: () => getTicketsOf(number) });
}

export function useCallsOf(phone: string | undefined) {
  return useQuery({
    queryKey: ['calls', 'of', phone], queryFn: () => getCallsOf(phone ?? ''), enabled: phone !== undefined,
  });
}
