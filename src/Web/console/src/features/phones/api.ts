import { request } from '../../http';

export const REACHES = ['internal', 'town', 'mobile', 'country', 'abroad'] as const;
export type Reach = (typeof REACHES)[number];
export const TRANSPORTS = ['udp', 'tcp', 'tls'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** One registration: where the phone is, what it calls itself. */
export interface Place {
  address: string;
  transport: string;
  model: string;
  since: string;
  expires: string;
}

/** How the last call sounded; mos is 1 to 4.5. */
export interface Sound {
  endedAt: string;
  lossPercent: number;
  jitterMs: number;
  mos: number;
  isOneWay: boolean;
}

export interface DeskPhone {
  extension: string;
  registered: boolean;
  user: string | null;
  callId: string | null;
  /** Empty when it serves all organisations. */
  organisation: string;
  label: string;
  mac: string | null;
  reach: Reach;
  minutesPerDay: number | null;
  enabled: boolean;
  demo: boolean;
  frozen: boolean;
  places: Place[];
  lastCall: Sound | null;
}

export interface PhoneWish {
  extension: string;
  organisation: string;
  label: string;
  mac: string;
  reach: Reach;
  minutesPerDay: number | null;
  enabled: boolean;
}

/** A password made a moment ago, the files that hold it, and until when they can be fetched. */
export interface PhoneLink {
  extension: string;
  password: string;
  server: string;
  transport: Transport;
  base: string;
  expiresAt: string;
  files: { make: string; name: string; url: string }[];
  qr: { size: number; path: string };
}

export interface CallRights {
  organisation: string;
  reach: Reach;
  minutesPerDay: number | null;
  home: string;
}

const at = (extension: string) => `/api/phones/${encodeURIComponent(extension)}`;

export const getPhones = () => request<{ items: DeskPhone[] }>('/api/phones').then((page) => page.items);
export const addPhone = (wish: PhoneWish) => request<DeskPhone>('/api/phones', { method: 'POST', body: wish });
export const changePhone = (wish: PhoneWish) =>
  request<DeskPhone>(at(wish.extension), { method: 'PUT', body: wish });
export const removePhone = (extension: string) => request<void>(at(extension), { method: 'DELETE' });
export const callPhone = (extension: string) => request<void>(`${at(extension)}/trial`, { method: 'POST' });
export const thawPhone = (extension: string) => request<void>(`${at(extension)}/thaw`, { method: 'POST' });
export const makeLink = (extension: string, transport: Transport, server: string) =>
  request<PhoneLink>(`${at(extension)}/link`, { method: 'POST', body: { transport, server } });
export const getRights = () => request<CallRights[]>('/api/phones/rights');
export const setRights = ({ organisation, ...rights }: CallRights) => request<CallRights>(
  `/api/phones/rights/${encodeURIComponent(organisation)}`, { method: 'PUT', body: rights });
