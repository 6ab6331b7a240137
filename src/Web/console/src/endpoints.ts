import type {
  AccountHit, Board, BoardHealth, BoardShares, CallRecord, CardAccount, NewTicket, Page, Phone, Session, Ticket,
  TicketDetails, TicketMove,
} from './api';
import { request, setAntiforgery } from './http';

const encode = encodeURIComponent;

export async function getSession(): Promise<Session> {
  const session = await request<Session>('/api/session');
  setAntiforgery(session.antiforgery);
  return session;
}

export async function signIn(user: string, password: string): Promise<Session> {
  const answer = await request<{ antiforgery: string }>('/api/session', { method: 'POST', body: { user, password } });
  setAntiforgery(answer.antiforgery);
  return getSession();
}

export const signOut = () => request<void>('/api/session', { method: 'DELETE' });

export const chooseExtension = (extension: string) =>
  request<void>('/api/session/extension', { method: 'PUT', body: { extension } });

export const getPhones = () => request<Phone[] | Page<Phone>>('/api/phones').then(items);

export const getBoard = () => request<Board>('/api/board');

export const getShares = () => request<BoardShares>('/api/board/shares');

export const getHealth = () => request<BoardHealth>('/api/board/health');

export const hangUp = (callId: string) =>
  request<void>(`/api/calls/${encode(callId)}/hangup`, { method: 'POST' });

export const linkAccount = (callId: string, accountNumber: string, remember: boolean) =>
  request<void>(`/api/calls/${encode(callId)}/account`, { method: 'POST', body: { accountNumber, remember } });

export const callBack = (callbackId: string) =>
  request<{ callId: string }>(`/api/callbacks/${encode(callbackId)}/attempts`, { method: 'POST' });

export const dropCallback = (callbackId: string, reason: string) =>
  request<void>(`/api/callbacks/${encode(callbackId)}/drop`, { method: 'POST', body: { reason } });

export const findAccounts = (query: string, signal: AbortSignal) =>
  request<AccountHit[] | Page<AccountHit>>(`/api/accounts?q=${encode(query)}`, { signal }).then(items);

export const openTicket = (ticket: NewTicket, idempotencyKey: string) =>
  request<Ticket>('/api/tickets', { method: 'POST', body: ticket, idempotencyKey });

export const getTickets = (after: string | null, limit: number) =>
  request<Page<Ticket>>(`/api/tickets?limit=${limit}${after === null ? '' : `&after=${encode(after)}`}`);

export const getTicket = (id: string) => request<TicketDetails>(`/api/tickets/${encode(id)}`);

export const moveTicket = (id: string, move: TicketMove, given: { crew?: string; why?: string }) =>
  request<unknown>(`/api/tickets/${encode(id)}/moves`, { method: 'POST', body: { move, ...given } });

export const getAccount = (number: string) => request<CardAccount>(`/api/accounts/${encode(number)}`);

export const getCall = (id: string) => request<CallRecord>(`/api/calls/${encode(id)}`);

export const recordingUrl = (recordingId: string) => `/api/recordings/${encode(recordingId)}.wav`;

function items<T>(answer: T[] | Page<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}
