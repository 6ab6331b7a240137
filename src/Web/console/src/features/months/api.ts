import type { Page } from '../../api';
import { request, queryOf } from '../../http';

export interface Gap {
  service: string;
  accounts: number;
  reason: string;
  day?: string;
}

export interface BillingMonth {
  organisation: string;
  month: string;
  status: 'open' | 'running' | 'charged' | 'closed';
  accounts: number;
  charges: number;
  amount: number;
  penalty: number;
  startedAt: string | null;
  finishedAt: string | null;
  closedAt: string | null;
  closedBy: string | null;
  progress: { done: number; total: number } | null;
  gaps: Gap[];
}

export interface Tariff {
  id: string;
  organisation: string;
  service: string;
  price: string;
  unit: string;
  validFrom: string;
  validTo: string | null;
  basis: string;
}

export interface NewTariff {
  organisation: string;
  service: string;
  price: string;
  validFrom: string;
  basis: string;
}

const START_MS = 60_000;
const at = (month: string) => `/api/months/${encodeURIComponent(month)}`;

export const getBillingMonths = (organisation: string) =>
  request<BillingMonth[] | Page<BillingMonth>>(`/api/months${queryOf({ organisation })}`).then(items);

export const runMonth = (month: string, organisation: string) =>
  request<BillingMonth>(`${at(month)}/run`, { method: 'POST', body: { organisation }, timeoutMs: START_MS });

export const closeMonth = (month: string, organisation: string) =>
  request<BillingMonth>(`${at(month)}/close`, { method: 'POST', body: { organisation }, timeoutMs: START_MS });

export const getTariffs = (organisation: string) =>
  request<Tariff[] | Page<Tariff>>(`/api/tariffs${queryOf({ organisation })}`).then(items);

export const addTariff = (tariff: NewTariff, idempotencyKey: string) =>
  request<Tariff>('/api/tariffs', { method: 'POST', body: tariff, idempotencyKey });

function items<T>(answer: T[] | Page<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}
