import { request } from '../../http';

/** A crew as the list has it, the one to take first on top. */
export interface Crew {
  code: string;
  name: string;
  trades: string[];
  phone: string;
  hasSmartphone: boolean;
  onShift: boolean;
  openTickets: number;
  note: string | null;
  organisation?: string;
  /** Whether its trade repairs the ticket asked about; absent when none was. */
  fits?: boolean | null;
  members?: string[];
  shiftChangedAt?: string;
}

export type AssignmentState =
  | 'ordered' | 'accepted' | 'onTheWay' | 'onSite' | 'localised' | 'done' | 'declined' | 'withdrawn';

export interface AssignmentStep {
  at: string;
  channel: string;
  what: string;
  detail: string | null;
  by?: string;
  receivedAt?: string;
}

export interface AssignmentPhoto {
  id: string;
  kind: 'before' | 'after';
  at: string;
}

export interface Assignment {
  id: string;
  crew: string;
  crewName?: string | null;
  phone?: string | null;
  state: AssignmentState;
  orderedAt: string;
  steps: AssignmentStep[];
  photos: AssignmentPhoto[];
  needsUntil: string | null;
}

/** Something no rule can decide, so that a person must look at it. */
export interface Attention {
  id: string;
  organisation: string;
  /** Null when it is about the recordings and no ticket. */
  ticketId: string | null;
  number: number | null;
  address: string | null;
  reason: string;
  forSupervisor: boolean;
  text: string;
  /** Of a cut recording: calls since somebody looked. */
  times: number;
  raisedAt: string;
}

const encode = encodeURIComponent;

type Listed<T> = T[] | { items: T[] };

function items<T>(answer: Listed<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

/** For a ticket the host puts the crew whose trade fits on top. */
export const getCrews = (organisation: string | null, ticketId: string | null) => {
  const asked = [
    organisation === null ? null : `organisation=${encode(organisation)}`,
    ticketId === null ? null : `ticketId=${encode(ticketId)}`,
  ].filter((part) => part !== null).join('&');
  return request<Listed<Crew>>(`/api/crews${asked === '' ? '' : `?${asked}`}`).then(items);
};

export const assignCrew = (ticketId: string, crew: string) =>
  request<unknown>(`/api/tickets/${encode(ticketId)}/assign`, { method: 'POST', body: { crew } });

export const getAttention = () => request<Listed<Attention>>('/api/attention').then(items);

export const markSeen = (id: string) => request<void>(`/api/attention/${encode(id)}/seen`, { method: 'POST' });

export const photoUrl = (ticketId: string, photoId: string) =>
  `/api/tickets/${encode(ticketId)}/photos/${encode(photoId)}`;
