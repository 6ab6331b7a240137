import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getAccount, getCall, getTicket, getTickets } from '../../endpoints';

const PAGE = 200;

export function useTickets() {
  return useInfiniteQuery({
    queryKey: ['tickets', 'list'],
    queryFn: ({ pageParam }) => getTickets(pageParam, PAGE),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useTicket(id: string) {
  return useQuery({ queryKey: ['tickets', 'one', id], queryFn: () => getTicket(id) });
}

export function useCall(id: string) {
  return useQuery({ queryKey: ['calls', id], queryFn: () => getCall(id) });
}

const ACCOUNT_FRESH_MS = 10 * 60_000;

/** Who lives at an account; asked once in a while, for rows that carry only its number. */
export function useAccount(number: string | null) {
  return useQuery({
    queryKey: ['accounts', 'one', number],
    queryFn: () => getAccount(number ?? ''),
    enabled: number !== null,
    staleTime: ACCOUNT_FRESH_MS,
  }).data;
}
