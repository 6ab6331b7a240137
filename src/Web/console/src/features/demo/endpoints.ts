import type { Page } from '../../api';
import { request } from '../../http';

export interface DemoResident {
  phone: string;
  name: string | null;
  accounts: { number: string; address: string; balance: number; currency: string }[];
}

export interface DemoTown {
  residents: DemoResident[];
  numbers: string[];
  callsMax: number;
}

export type OutwardState = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'dead';

export interface OutwardMessage {
  id: string;
  organisation: string;
  channel: 'sms' | 'letter';
  recipient: string;
  title: string | null;
  text: string;
  subject: string;
  isUrgent: boolean;
  state: OutwardState;
  attempts: number;
  reply: string | null;
  queuedAt: string;
  changedAt: string | null;
  segments: number | null;
}

export const getDemo = () => request<DemoTown>('/api/demo');

export const getOutward = (after: string | null, state: OutwardState | null) => {
  const asked = new URLSearchParams({
    ...(after === null ? {} : { after }), ...(state === null ? {} : { state }),
  });
  return request<Page<OutwardMessage>>(`/api/outward?${asked.toString()}`);
};

export const retryOutward = (id: string) =>
  request<OutwardMessage>(`/api/outward/${encodeURIComponent(id)}/retry`, { method: 'POST' });
