import { request } from '../../http';

export type OutageState = 'current' | 'planned' | 'closed';
export type OutageKind = 'planned' | 'emergency';

/** What can be off; the codes are the host's. */
export const SERVICES = ['coldWater', 'hotWater', 'heating', 'electricity', 'gas', 'sewerage', 'lift'] as const;
export type Service = (typeof SERVICES)[number];

/** Why it is off, in the words the robot has. */
export const CAUSES = [
  'riserAccident', 'waterMainAccident', 'heatMainAccident', 'powerAccident', 'gasAccident', 'sewerBlockage',
  'equipmentFault', 'supplier', 'plannedRepair', 'prevention', 'unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

export interface House {
  id: string;
  address: string;
  accounts?: number;
}

export interface OutageDeadline {
  service: string;
  dueAt: string;
  source: string;
}

/** A line of the outage's log. */
export interface OutageChange {
  at: string;
  by: string;
  what: string;
  plannedUntil: string | null;
  closedAt: string | null;
  reason: string | null;
}

export interface Outage {
  id: string;
  number: number;
  organisation: string;
  kind: OutageKind;
  services: string[];
  houses: House[];
  startsAt: string;
  plannedUntil: string | null;
  closedAt: string | null;
  cause: string;
  ticketId: string | null;
  /** shortNotice: planned, and announced later than the law wants. */
  warnings?: string[];
  changes?: OutageChange[];
  /** How many callers heard the announcement. */
  heard: number;
  /** How many of them asked to be called when it is over. */
  wantCall: number;
  deadlines: OutageDeadline[];
  /** What the robot says, by language. */
  spoken: Record<string, string>;
}

export interface NewOutage {
  organisation: string;
  kind: OutageKind;
  services: string[];
  houseIds: string[];
  startsAt: string;
  plannedUntil: string | null;
  cause: string;
  ticketId: string | null;
  notifyMunicipality: boolean;
}

const encode = encodeURIComponent;

type Listed<T> = T[] | { items: T[] };

export function items<T>(answer: Listed<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

export const getOutages = (state: OutageState) =>
  request<Listed<Outage>>(`/api/outages?state=${state}&limit=200`).then(items);

export const declareOutage = (outage: NewOutage, idempotencyKey: string) =>
  request<Outage>('/api/outages', { method: 'POST', body: outage, idempotencyKey });

/** What the robot would say, before anything is declared. */
export const previewOutage = (outage: NewOutage, signal: AbortSignal) =>
  request<Pick<Outage, 'spoken' | 'deadlines' | 'warnings'>>('/api/outages/preview', { method: 'POST', body: outage, signal });

export const moveTerm = (id: string, plannedUntil: string | null, reason: string) =>
  request<Outage>(`/api/outages/${encode(id)}/term`, { method: 'POST', body: { plannedUntil, reason } });

export const closeOutage = (id: string, at: string | null) =>
  request<Outage>(`/api/outages/${encode(id)}/close`, { method: 'POST', body: { at } });

export const findHouses = (query: string, organisation: string, signal?: AbortSignal) =>
  request<Listed<House>>(
    `/api/houses?query=${encode(query)}&organisation=${encode(organisation)}`,
    signal === undefined ? {} : { signal },
  ).then(items);

/** `version` changes when the words do, so that an old sound is not played again. */
export const sampleUrl = (id: string, language: string, version: string) =>
  `/api/outages/${encode(id)}/sample.wav?language=${language}&version=${encode(version)}`;

/** Who may declare, move and close; the others only look. */
export function mayDeclare(role: string): boolean {
  return role === 'dispatcher' || role === 'supervisor' || role === 'admin';
}
