import type { Page } from '../../api';
import { queryOf, request } from '../../http';

export const CLASSES = ['ordinary', 'emergency', 'debt', 'poll', 'notice', 'crew', 'voicemail'] as const;
export type RecordingClass = (typeof CLASSES)[number];

export interface Recording {
  id: string;
  callId: string;
  organisation: string;
  class: RecordingClass;
  direction: 'inbound' | 'outbound' | 'internal';
  phone: string | null;
  extension: string | null;
  person: string | null;
  accountNumber: string | null;
  startedAt: string;
  endedAt: string | null;
  partialReason: string | null;
  keptUntil: string | null;
  holdId: string | null;
  tickets: { id: string; number: number; rating: number | null }[];
}

export interface Peaks {
  seconds: number;
  caller: number[];
  ours: number[];
}

export interface Hold {
  id: string;
  organisation: string;
  kind: 'recording' | 'call' | 'ticket' | 'phone';
  recordingId: string | null;
  callId: string | null;
  ticketNumber: number | null;
  phone: string | null;
  from: string | null;
  to: string | null;
  reason: string;
  until: string | null;
  setAt: string;
  setBy: string;
  releasedAt: string | null;
  releasedBy: string | null;
  releaseReason: string | null;
}

export interface HoldWish {
  organisation?: string;
  recordingId?: string;
  callId?: string;
  ticketNumber?: number;
  phone?: string;
  from?: string;
  to?: string;
  reason: string;
  until?: string;
}

export interface Deletion {
  id: number;
  recordingId: string;
  organisation: string;
  class: RecordingClass;
  recordedAt: string;
  keptUntil: string;
  months: number;
  source: string;
  cause: 'term' | 'disk' | 'stray';
  byWhom: string;
  hash: string | null;
  bytes: number;
  deletedAt: string;
}

export interface Term { organisation: string; class: RecordingClass; months: number; source: string }

export interface Limit {
  organisation: string;
  class: RecordingClass;
  monthsMin: number;
  monthsDefault: number;
  monthsMax: number;
  source: string;
}

export interface Rule extends Term { id: string; validFrom: string; setAt: string; setBy: string }

export interface Retention { terms: Term[]; limits: Limit[]; rules: Rule[] }

export interface Storage {
  freeBytes: number;
  level: 'fine' | 'low' | 'critical';
  fault: string | null;
  active: number;
  keys: { id: string; madeAt: string | null; isCurrent: boolean }[];
  rotating: boolean;
  rotationLeft: number;
}

export interface RecordingFilter {
  from: string;
  to: string;
  phone: string;
  organisation: string;
  class: string;
  extension: string;
  held: boolean;
  words: string;
  duration: '' | keyof typeof DURATIONS;
  rating: string;
  withoutTicket: boolean;
}

/** Seconds from and to, both counted in. */
export const DURATIONS = {
  short: [null, 30], minute: [30, 120], talk: [120, 300], long: [300, null],
} as const;

const PAGE = 100;
const at = (id: string) => `/api/recordings/${encodeURIComponent(id)}`;
const given = (text: string) => (text === '' ? null : text);

/** A day of the form is a day of the people who look at it; the host wants moments. */
const morning = (iso: string, days: number) => {
  if (iso === '') {
    return null;
  }
  const date = new Date(`${iso}T00:00:00`);
  date.setDate(date.getDate() + days);
  return date.toISOString();
};

export const getRecordings = (filter: RecordingFilter, after: string | null) =>
  request<Page<Recording>>(`/api/recordings${queryOf({
    after, limit: PAGE, from: morning(filter.from, 0), to: morning(filter.to, 1), phone: given(filter.phone.trim()),
    organisation: given(filter.organisation), class: given(filter.class), extension: given(filter.extension),
    held: filter.held ? 'true' : null, q: given(filter.words.trim()), ratingMax: given(filter.rating),
    withoutTicket: filter.withoutTicket ? 'true' : null,
    secondsMin: filter.duration === '' ? null : DURATIONS[filter.duration][0],
    secondsMax: filter.duration === '' ? null : DURATIONS[filter.duration][1],
  })}`);

export const getPeaks = (id: string, points: number) => request<Peaks>(`${at(id)}/peaks${queryOf({ points })}`);
export const soundUrl = (id: string) => `${at(id)}.wav`;
export const downloadUrl = (id: string) => `${at(id)}/download`;
export const getHolds = () => request<Page<Hold>>('/api/recordings/holds');
export const hold = (wish: HoldWish) => request<Hold>('/api/recordings/holds', { method: 'POST', body: wish });
export const release = (id: string, reason: string) =>
  request<void>(`/api/recordings/holds/${encodeURIComponent(id)}/release`, { method: 'POST', body: { reason } });
export const getDeletions = (after: string | null) =>
  request<Page<Deletion>>(`/api/recordings/deletions${queryOf({ after, limit: PAGE })}`);
export const getRetention = () => request<Retention>('/api/retention');
export const setRule = (rule: {
  organisation: string; class: string; months: number; source: string; validFrom: string;
}) => request<Rule>('/api/retention/rules', { method: 'POST', body: rule });
export const getStorage = () => request<Storage>('/api/retention/storage');
export const rotateKeys = () => request<Storage>('/api/retention/keys', { method: 'POST', body: {} });
