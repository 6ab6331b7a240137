import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { usePace } from '../board/usePace';
import {
  getCampaign, getCampaigns, getContacts, getText, previewCampaign, type Campaign, type CampaignWish,
} from './api';

const SETTLE_MS = 300;

export function isCalling(campaign: Campaign | undefined): boolean {
  return campaign?.state === 'running';
}

export function useCampaigns() {
  const pace = usePace();
  return useQuery({
    queryKey: ['campaigns', 'list'],
    queryFn: getCampaigns,
    refetchInterval: (query) => pace(query.state.data?.some(isCalling) ?? false),
  });
}

export function useCampaign(id: string) {
  const pace = usePace();
  return useQuery({
    queryKey: ['campaigns', 'one', id],
    queryFn: () => getCampaign(id),
    refetchInterval: (query) => pace(isCalling(query.state.data)),
  });
}

/** Who would be called, asked anew when the wish has rested for a moment; the old figures stay meanwhile. */
export function usePreview(wish: CampaignWish, enabled: boolean) {
  const text = JSON.stringify({ ...wish, name: '' });
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ['campaigns', 'preview', settled],
    queryFn: ({ signal }) => previewCampaign(JSON.parse(settled) as CampaignWish, signal),
    enabled,
    retry: false,
    placeholderData: (before) => before,
  });
}

export function useText(id: string, accountNumber: string | null) {
  return useQuery({
    queryKey: ['campaigns', 'text', id, accountNumber],
    queryFn: () => getText(id, accountNumber),
    placeholderData: (before) => before,
  });
}

export function useContacts(id: string, disposition: string | null) {
  return useInfiniteQuery({
    queryKey: ['campaigns', 'contacts', id, disposition],
    queryFn: ({ pageParam }) => getContacts(id, disposition, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: (before, query) => (query?.queryKey[2] === id ? before : undefined),
  });
}

/** An act on a campaign shows its answer at once. */
export function useCampaignAct<T>(act: (given: T) => Promise<Campaign>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (campaign) => {
      if ((campaign as Campaign | undefined)?.id !== undefined) {
        client.setQueryData(['campaigns', 'one', campaign.id], campaign);
      }
      return client.invalidateQueries({ queryKey: ['campaigns'] });
    },
  });
}
