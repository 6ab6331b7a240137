import type { Page } from '../../api';
import { request, queryOf } from '../../http';

export type CampaignState = 'draft' | 'running' | 'paused' | 'stopped' | 'finished';
export type Recurrence = 'none' | 'quarterly';

export interface Audience {
  selected: number;
  sum: number;
  currency: string;
  excluded: { reason: string; count: number }[];
}

export interface CampaignWish {
  organisation: string;
  name: string;
  debtFrom: number;
  monthsFrom: number;
  hours: { from: string; to: string };
  linesMax: number;
  callsPerMinute: number;
  recurrence: Recurrence;
  language?: string;
}

export interface Lines {
  inUse: number;
  max: number;
  reservedForResidents: number;
  /** All lines of the exchange, when the host says. */
  capacity?: number;
}

export interface CampaignProgress {
  total: number;
  waiting: number;
  dialling: number;
  ended: number;
  byDisposition: { disposition: string; count: number }[];
  promised: number;
  promisedAmount: number;
}

export interface Campaign {
  id: string;
  organisation: string;
  name: string;
  state: CampaignState;
  debtFrom?: number;
  monthsFrom?: number;
  audience: Audience;
  hours: { from: string; to: string };
  linesMax: number;
  recurrence: Recurrence;
  nextRunAt: string | null;
  progress: CampaignProgress;
  lines: Lines;
  estimatedEnd: string | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

/** What `preview` answers: the audience at least; the lines and the end of it when the host knows them. */
export interface Preview {
  audience?: Audience;
  lines?: Lines;
  estimatedEnd?: string | null;
}

export interface SpokenText {
  language: string;
  sentences: { id: string; text: string }[];
}

export interface Contact {
  orderId: string;
  accountNumber: string;
  phone: string;
  attempts: number;
  disposition: string | null;
  at: string | null;
  callId: string | null;
  recordingId: string | null;
  promisedOn: string | null;
  amount: number;
}

const PAGE = 200;
const PREVIEW_MS = 30_000;
const at = (id: string) => `/api/campaigns/${encodeURIComponent(id)}`;

export const getCampaigns = () =>
  request<Page<Campaign> | Campaign[]>('/api/campaigns').then((answer) => (
    Array.isArray(answer) ? answer : answer.items));

export const getCampaign = (id: string) => request<Campaign>(at(id));

export async function previewCampaign(wish: CampaignWish, signal: AbortSignal): Promise<Preview> {
  const answer = await request<Preview & Partial<Audience>>('/api/campaigns/preview', {
    method: 'POST', body: wish, signal, timeoutMs: PREVIEW_MS,
  });
  return answer.audience === undefined && answer.selected !== undefined
    ? { ...answer, audience: answer as Audience }
    : answer;
}

export const createCampaign = (wish: CampaignWish, idempotencyKey: string) =>
  request<Campaign>('/api/campaigns', { method: 'POST', body: wish, idempotencyKey, timeoutMs: PREVIEW_MS });

export const actOnCampaign = (id: string, act: 'start' | 'pause' | 'stop') =>
  request<Campaign>(`${at(id)}/${act}`, { method: 'POST' });

export const tryCampaign = (id: string) => request<unknown>(`${at(id)}/trial`, {
  method: 'POST', body: { accountNumber: null },
});

export const getText = (id: string, accountNumber: string | null) =>
  request<SpokenText>(`${at(id)}/text${queryOf({ accountNumber })}`);

export const sampleUrl = (id: string, accountNumber: string | null) =>
  `${at(id)}/sample.wav${queryOf({ accountNumber })}`;

export const getContacts = (id: string, disposition: string | null, after: string | null) =>
  request<Page<Contact>>(`${at(id)}/contacts${queryOf({ disposition, after, limit: PAGE })}`);

export const contactsCsvUrl = (id: string, disposition: string | null) =>
  `${at(id)}/contacts.csv${queryOf({ disposition })}`;
