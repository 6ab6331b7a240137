import type { Page } from '../../api';
import { request, queryOf } from '../../http';

export type RegisterStatus = 'preview' | 'rejected' | 'posting' | 'posted' | 'reversed';
export type RowState = 'ready' | 'unidentified' | 'repeated' | 'bad' | 'posted' | 'reversed';

export interface Progress {
  done: number;
  total: number;
}

export interface RegisterError {
  line: number | null;
  code: string;
  text: string;
}

export interface PaymentRegister {
  id: string;
  organisation: string;
  fileName: string;
  sha256: string;
  profile: string;
  encoding: string | null;
  status: RegisterStatus;
  uploadedAt: string;
  uploadedBy: string;
  rows: number;
  amount: number;
  currency: string;
  footer: { rows: number | null; amount: number | null; matches: boolean } | null;
  known: number;
  unidentified: number;
  repeated: number;
  bad: number;
  errors: RegisterError[];
  progress: Progress | null;
  reversing?: boolean;
  postedAt: string | null;
  reversedAt: string | null;
}

export interface RegisterRow {
  line: number;
  operationId: string | null;
  at: string | null;
  accountNumber: string | null;
  payer: string | null;
  address: string | null;
  period: string | null;
  amount: number | null;
  fee: number | null;
  state: RowState;
  reason: string | null;
}

export interface Suggestion {
  accountNumber: string;
  address: string;
  why: string;
}

export interface UnidentifiedPayment {
  id: string;
  registerId: string | null;
  line: number | null;
  operationId: string | null;
  at: string | null;
  paidOn?: string;
  accountNumber: string | null;
  payer: string | null;
  address: string | null;
  amount: number;
  currency: string;
  status: 'open' | 'assigned' | 'returned';
  suggestions: Suggestion[];
}

export interface Profile {
  id: string;
  name: string;
}

const UPLOAD_MS = 10 * 60_000;
const PAGE = 200;
const at = (id: string) => `/api/registers/${encodeURIComponent(id)}`;

export const getRegisters = (after: string | null) =>
  request<Page<PaymentRegister> | PaymentRegister[]>(`/api/registers${queryOf({ limit: PAGE, after })}`).then(pageOf);

export const getRegister = (id: string) => request<PaymentRegister>(at(id));

export const getRows = (id: string, state: RowState | null, after: string | null) =>
  request<Page<RegisterRow>>(`${at(id)}/rows${queryOf({ state, after, limit: PAGE })}`);

/** Profiles as `{id, name}`, whatever the host calls them. */
export async function getProfiles(organisation: string): Promise<Profile[]> {
  const answer = await request<unknown>(`/api/registers/profiles${queryOf({ organisation })}`);
  const list = Array.isArray(answer) ? answer : (answer as Page<unknown>).items;
  return list.map((each: unknown) => {
    if (typeof each === 'string') {
      return { id: each, name: each };
    }
    const { id, code, name } = each as { id?: string; code?: string; name?: string };
    const key = id ?? code ?? name ?? '';
    return { id: key, name: name ?? key };
  });
}

export const uploadRegister = (organisation: string, profile: string | null, file: File, signal: AbortSignal) =>
  request<PaymentRegister>(`/api/registers${queryOf({ organisation, profile, name: file.name })}`, {
    method: 'POST', file, signal, timeoutMs: UPLOAD_MS,
  });

export const errorsCsvUrl = (id: string) => `${at(id)}/errors.csv`;

export const postRegister = (id: string) => request<PaymentRegister>(`${at(id)}/post`, { method: 'POST' });

export const reverseRegister = (id: string, reason: string) =>
  request<PaymentRegister>(`${at(id)}/reverse`, { method: 'POST', body: { reason } });

export const getUnidentified = (organisation: string, after: string | null) =>
  request<Page<UnidentifiedPayment>>(`/api/unidentified-payments${queryOf({ organisation, after, limit: PAGE })}`);

export const assignPayment = (id: string, accountNumber: string) =>
  request<unknown>(`/api/unidentified-payments/${encodeURIComponent(id)}/assign`, {
    method: 'POST', body: { accountNumber },
  });

export const returnPayment = (id: string, reason: string) =>
  request<unknown>(`/api/unidentified-payments/${encodeURIComponent(id)}/return`, { method: 'POST', body: { reason } });

function pageOf<T>(answer: Page<T> | T[]): Page<T> {
  return Array.isArray(answer) ? { items: answer, next: null } : answer;
}
