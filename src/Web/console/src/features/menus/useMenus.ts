import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { getQueues } from '../queues/api';
import { queueName } from '../queues/text';
import { getAnnouncements, getClips, getHeard, getMenus, getNumbers, getSchedules } from './api';

const ALL = ['menus'] as const;

export const useMenus = () => useQuery({ queryKey: [...ALL, 'list'], queryFn: getMenus });
export const useSchedules = () => useQuery({ queryKey: [...ALL, 'schedules'], queryFn: getSchedules });
export const useAnnouncements = () => useQuery({ queryKey: [...ALL, 'announcements'], queryFn: getAnnouncements });
export const useNumbers = () => useQuery({ queryKey: [...ALL, 'numbers'], queryFn: getNumbers });
export const useClips = () => useQuery({ queryKey: [...ALL, 'clips'], queryFn: getClips });

/** The queues a menu of the organisation may lead to, as they are set now. */
export function useQueueChoices(organisation: string): { value: string; label: string }[] {
  const { t } = useTranslation();
  const all = useQuery({ queryKey: ['queues', 'settings'], queryFn: getQueues });
  return (all.data?.queues ?? []).filter((each) => each.organisation === organisation)
    .map((each) => ({ value: each.code, label: queueName(t, each.code, each.settings.name) }));
}

export const useHeard = (number: string | null, at: string | null, draft: boolean, language: string | null) => useQuery({
  queryKey: [...ALL, 'heard', number, at, draft, language],
  queryFn: () => getHeard(number ?? '', at, draft, language),
  enabled: number !== null,
  retry: false,
  placeholderData: (before) => before,
});

/** An act after which everything about menus is read anew. */
export function useMenuAct<T, R>(act: (given: T) => Promise<R>, onDone?: (result: R) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: ALL });
      onDone?.(result);
    },
  });
}
