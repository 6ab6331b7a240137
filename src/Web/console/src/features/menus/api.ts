import type { Page } from '../../api';
import { queryOf, request } from '../../http';

export type Mode = 'open' | 'closed' | 'holiday' | 'night' | 'readingsOnly';
export type Action =
  | 'readings' | 'balance' | 'person' | 'queue' | 'voicemail' | 'language' | 'announcement' | 'emergency'
  | 'otherNumber';

export interface MenuItem {
  key: string;
  action: Action;
  target: string | null;
  text: string | null;
  isOn: boolean;
}

export interface Variant {
  items: MenuItem[];
  greeting: string | null;
  withoutPerson: boolean;
  notice: string | null;
}

export interface MenuContent {
  variants: Partial<Record<Mode, Variant>>;
}

export interface MenuVersion {
  /** 0: the menu built in. */
  version: number;
  effectiveFrom: string;
  why: string;
  by: string;
  publishedAt: string;
  menu: MenuContent;
}

export interface Menu {
  organisation: string;
  code: string;
  current: MenuVersion;
  versions: MenuVersion[];
  draft: { menu: MenuContent; revision: number; changedAt: string; changedBy: string; fault: string | null } | null;
  numbers: string[];
}

export interface HeardText {
  ids: string[];
  text: string;
}

export interface Heard {
  number: string;
  purpose: 'resident' | 'emergency';
  at: string;
  localTime: string;
  mode: Mode;
  nextChangeAt: string | null;
  scheduleVersion: number;
  menuVersion: number;
  language: string;
  withoutPerson: boolean;
  greeting: HeardText;
  notice: HeardText | null;
  announcements: HeardText[];
  items: { key: string; action: Action; target: string | null; says: HeardText }[];
}

export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export interface Schedule {
  week: Record<Weekday, string[]>;
  specialDays: { day: string; name: string; hours: string[] }[];
  night: string | null;
  monthDays: { from: number; to: number; mode: Mode | null }[];
}

export interface ScheduleVersion {
  version: number;
  effectiveFrom: string;
  why: string;
  by: string;
  madeAt: string;
  schedule: Schedule;
}

export interface OrganisationSchedule {
  organisation: string;
  timeZone: string;
  mode: Mode;
  nextChangeAt: string | null;
  version: number;
  versions: ScheduleVersion[];
}

export interface Announcement {
  id: string;
  organisation: string;
  name: string;
  number: string | null;
  houses: string[];
  from: string;
  until: string | null;
  place: number;
  text: string;
  words: string | null;
  state: 'ahead' | 'inForce' | 'over' | 'withdrawn';
  madeBy: string;
  version: number;
}

export interface Clip {
  id: string;
  organisation: string;
  languages: { language: string; text: string; origin: string; milliseconds: number }[];
}

export interface PublicNumber {
  number: string;
  organisation: string;
  menu: string;
  purpose: 'resident' | 'emergency';
  language: string | null;
}

const SPEECH_MS = 90_000;
const encode = encodeURIComponent;
const at = (menu: Menu) => `/api/menus/${encode(menu.organisation)}/${encode(menu.code)}`;
const items = <T>(page: Page<T>) => page.items;

export const getMenus = () => request<Page<Menu>>('/api/menus').then(items);
export const getSchedules = () => request<Page<OrganisationSchedule>>('/api/schedules').then(items);
export const getAnnouncements = () => request<Page<Announcement>>('/api/announcements').then(items);
export const getNumbers = () => request<Page<PublicNumber>>('/api/numbers').then(items);
export const getClips = () => request<Page<Clip>>('/api/voice-clips').then(items);

export const getHeard = (number: string, moment: string | null, draft: boolean, language: string | null) =>
  request<Heard>(`/api/menus/heard${queryOf({ number, at: moment, draft: String(draft), language })}`);

export const sampleUrl = (ids: string[], language: string) =>
  `/api/menus/sample.wav${queryOf({ ids: ids.join(','), language })}`;

export const keepDraft = (menu: Menu, content: MenuContent) =>
  request<Menu>(`${at(menu)}/draft`, { method: 'PUT', body: { revision: menu.draft?.revision ?? 0, menu: content } });

export const dropDraft = (menu: Menu) => request<void>(`${at(menu)}/draft`, { method: 'DELETE' });

export const publish = (menu: Menu, why: string, effectiveFrom: string | null) =>
  request<Menu>(`${at(menu)}/publish`, {
    method: 'POST', body: { revision: menu.draft?.revision ?? 0, why, effectiveFrom },
  });

export const tryMenu = (number: string, draft: boolean) =>
  request<unknown>('/api/menus/trial', { method: 'POST', body: { number, draft } });

/** A number for the telephone of the demo that leads into the draft, for some minutes. */
export const trialNumber = (number: string, draft: boolean) =>
  request<{ number: string; until: string }>('/api/menus/trial/number', { method: 'POST', body: { number, draft } });

export const addSchedule = (organisation: string, schedule: Schedule, why: string, effectiveFrom: string | null) =>
  request<unknown>('/api/schedules', { method: 'POST', body: { organisation, schedule, why, effectiveFrom } });

export const previewSchedule = (organisation: string, schedule: Schedule, moment: string) =>
  request<{ at: string; mode: Mode; nextChangeAt: string | null }>('/api/schedules/preview', {
    method: 'POST', body: { organisation, schedule, at: moment },
  });

/** A new one, or another wording of the one that was seen. */
export const keepAnnouncement = (said: Announcement | null, wish: {
  organisation: string; name: string; text: string; number: string | null; houses: string[]; from: string | null;
  until: string | null; place: number;
}) => (said === null
  ? request<Announcement>('/api/announcements', { method: 'POST', body: wish })
  : request<Announcement>(`/api/announcements/${encode(said.id)}`, {
    method: 'PUT', body: { ...wish, version: said.version },
  }));

export const getAnnouncementHouses = (id: string) =>
  request<{ id: string; address: string; accounts: number }[]>(`/api/announcements/${encode(id)}/houses`);

export const withdrawAnnouncement = (id: string) =>
  request<void>(`/api/announcements/${encode(id)}/withdraw`, { method: 'POST' });

export const keepNumber = (number: PublicNumber) =>
  request<PublicNumber>(`/api/numbers/${encode(number.number)}`, {
    method: 'PUT',
    body: {
      organisation: number.organisation, menu: number.menu, purpose: number.purpose, language: number.language,
    },
  });

export const removeNumber = (number: string) =>
  request<void>(`/api/numbers/${encode(number)}`, { method: 'DELETE' });

export const speakClip = (organisation: string, ru: string, uk: string) =>
  request<Clip>('/api/voice-clips/spoken', { method: 'POST', body: { organisation, ru, uk }, timeoutMs: SPEECH_MS });

export const uploadClip = (organisation: string, language: string, text: string, file: Blob) =>
  request<Clip>(`/api/voice-clips${queryOf({ organisation, language, text })}`, {
    method: 'POST', file, timeoutMs: SPEECH_MS,
  });
