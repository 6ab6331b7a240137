import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getPhones, getRights } from './api';

const LOOK_MS = 5_000;

/** Registrations come and go by themselves: the list is asked for again while it is open. */
export const usePhones = () => useQuery({
  queryKey: ['phones', 'details'], queryFn: getPhones, refetchInterval: LOOK_MS,
});

export const useCallRights = (enabled: boolean) =>
  useQuery({ queryKey: ['phones', 'rights'], queryFn: getRights, enabled });

/** An act on a phone: afterwards the list says what is true now. */
export function usePhoneAct<TGiven, TAnswer>(
  act: (given: TGiven) => Promise<TAnswer>, done?: (answer: TAnswer) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (answer) => {
      done?.(answer);
      await client.invalidateQueries({ queryKey: ['phones'] });
    },
  });
}
