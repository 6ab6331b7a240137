import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { chooseExtension, getPhones, getSession, signIn, signOut } from '../../endpoints';
import { Problem } from '../../http';
import { forgetDrafts } from '../tickets/drafts';
import type { Session } from '../../api';

const KEY = ['session'] as const;

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery<Session | null>({
    queryKey: KEY,
    staleTime: Infinity,
    retry: (count, error) => !(error instanceof Problem) && count < 10,
    queryFn: async () => {
      try {
        return await getSession();
      } catch (error) {
        if (error instanceof Problem && error.status === 401) {
          return null;
        }
        throw error;
      }
    },
  });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ user, password }: { user: string; password: string }) => signIn(user, password),
    onSuccess: (session) => client.setQueryData(KEY, session),
  });
}

/** Ends the session and forgets what was typed: the next person at this desk must not see it. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      forgetDrafts();
      client.clear();
      client.setQueryData(KEY, null);
    },
  });
}

export function usePhones(enabled: boolean) {
  return useQuery({ queryKey: ['phones'], queryFn: getPhones, enabled, staleTime: 5_000 });
}

export function useChooseExtension() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: chooseExtension,
    onSuccess: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
