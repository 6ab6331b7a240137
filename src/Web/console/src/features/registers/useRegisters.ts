import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { usePace } from '../board/usePace';
import {
  getProfiles, getRegister, getRegisters, getRows, getUnidentified, type PaymentRegister, type RowState,
} from './api';

export function isWorking(register: PaymentRegister | undefined): boolean {
  return register !== undefined && (register.status === 'posting' || register.progress !== null
    || register.reversing === true);
}

export function useRegisters() {
  const pace = usePace();
  return useInfiniteQuery({
    queryKey: ['registers', 'list'],
    queryFn: ({ pageParam }) => getRegisters(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: (query) => pace(query.state.data?.pages.some((page) => page.items.some(isWorking)) ?? false),
  });
}

export function useRegister(id: string) {
  const pace = usePace();
  return useQuery({
    queryKey: ['registers', 'one', id],
    queryFn: () => getRegister(id),
    refetchInterval: (query) => pace(isWorking(query.state.data)),
  });
}

export function useRows(id: string, state: RowState | null, status: string) {
  return useInfiniteQuery({
    queryKey: ['registers', 'rows', id, state, status],
    queryFn: ({ pageParam }) => getRows(id, state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before, query) => (query?.queryKey[2] === id && query.queryKey[3] === state ? before : undefined),
  });
}

export function useProfiles(organisation: string) {
  return useQuery({
    queryKey: ['registers', 'profiles', organisation], queryFn: () => getProfiles(organisation), staleTime: 60_000,
  });
}

export function useUnidentified(organisation: string) {
  const pace = usePace();
  return useInfiniteQuery({
    queryKey: ['registers', 'unidentified', organisation],
    queryFn: ({ pageParam }) => getUnidentified(organisation, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: () => pace(false),
  });
}

/** An act on a register: its answer is shown at once, everything that hangs on it is asked again. */
export function useRegisterAct<T>(act: (given: T) => Promise<unknown>, onDone?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await Promise.all(['registers', 'accounts'].map((list) => client.invalidateQueries({ queryKey: [list] })));
      onDone?.();
    },
  });
}
