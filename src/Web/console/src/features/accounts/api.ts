import type { CallRecord, Page, Ticket } from '../../api';
import { request, queryOf } from '../../http';

export type MonthStatus = 'open' | 'charged' | 'closed';
export type ChargeMethod = 'meter' | 'average' | 'norm' | 'normRaised' | 'area' | 'people' | 'fixed';

/** The columns of a month: what it began with, what changed it, what it ended with. Minor units. */
export interface Sums {
  opening: number;
  charged: number;
  recalculated: number;
  penalty: number;
  paid: number;
  closing: number;
}

export interface ServiceSums extends Sums {
  service: string;
}

export interface AccountMonth extends Sums {
  month: string;
  status: MonthStatus;
  services: ServiceSums[];
}

export interface AccountMonths {
  currency: string;
  months: AccountMonth[];
}

export interface Charge {
  id: string;
  service: string;
  month: string;
  method: ChargeMethod;
  quantity: string;
  unit: string;
  tariff: string;
  coefficient: string | null;
  amount: number;
  formula: string;
  postingId: string;
  reversed: boolean;
  at: string;
}

export interface Recalculated {
  reversed: number;
  posted: number;
  difference: number;
}

export interface PenaltySegment {
  month?: string;
  from: string;
  to: string;
  days: number;
  rate: string;
  share: string;
  debt: number;
  amount: number;
  source: string;
}

export interface Penalty {
  amount: number;
  segments: PenaltySegment[];
  /** The law says no rate from that day on. */
  noRateFrom?: string | null;
}

export interface Posting {
  id: number;
  postingId: string;
  kind: 'charge' | 'payment' | 'adjustment' | 'reversal' | 'penalty' | 'recalculation';
  service: string;
  amount: number;
  currency: string;
  effectiveOn: string;
  postedAt: string;
  postedBy: string;
  reason: string;
  reverses: string | null;
  reversed: boolean;
}

export interface Reading {
  id: string;
  value: number;
  consumption: number;
  at: string;
  source: 'phone' | 'web' | 'office' | 'dispatcher' | 'import';
  callId: string | null;
  status: 'accepted' | 'suspicious' | 'outsideWindow' | 'verificationExpired';
}

const at = (number: string) => `/api/accounts/${encodeURIComponent(number)}`;

export const getMonths = (number: string, from: string, to: string) =>
  request<AccountMonths>(`${at(number)}/months${queryOf({ from, to })}`);

export const getCharges = (number: string, month: string) =>
  request<Charge[]>(`${at(number)}/charges${queryOf({ month })}`);

export const getPenalty = (number: string, on: string) =>
  request<Penalty>(`${at(number)}/penalty${queryOf({ on })}`);

export const getPostings = (number: string, after: string | null) =>
  request<Page<Posting>>(`${at(number)}/postings${queryOf({ limit: 100, after })}`);

/** What a recalculation would change; nothing is posted by asking. */
export const previewRecalculation = (number: string, month: string) =>
  request<Recalculated>(`${at(number)}/recalculations${queryOf({ month })}`);

export const recalculate = (number: string, month: string, reason: string, idempotencyKey: string) =>
  request<Recalculated>(`${at(number)}/recalculations`, {
    method: 'POST', body: { month, reason }, idempotencyKey, timeoutMs: 60_000,
  });

export const reversePosting = (postingId: string, reason: string, idempotencyKey: string) =>
  request<unknown>(`/api/postings/${encodeURIComponent(postingId)}/reversal`, {
    method: 'POST', body: { reason }, idempotencyKey,
  });

export const getReadings = (meterId: string) =>
  request<Page<Reading>>(`/api/meters/${encodeURIComponent(meterId)}/readings${queryOf({ limit: 12 })}`);

export const getTicketsOf = (accountNumber: string) =>
  request<Page<Ticket>>(`/api/tickets${queryOf({ accountNumber, limit: 10 })}`);

export const getCallsOf = (phone: string) =>
  request<Page<CallRecord>>(`/api/calls${queryOf({ phone, limit: 10 })}`);
