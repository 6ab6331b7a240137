import { request } from '../../http';

export interface LineSettings {
  code: string;
  name: string;
  organisations: string[];
  isOn: boolean;
  mode: 'registration' | 'byAddress';
  user: string;
  authUser: string;
  domain: string;
  outboundProxy: string;
  port: number;
  transport: 'udp' | 'tcp' | 'tls' | null;
  expiresSeconds: number;
  keepAlive: 'options' | 'crlf';
  keepAliveSeconds: number;
  did: 'requestUri' | 'to' | 'diversion' | 'contactUser';
  caller: ('assertedIdentity' | 'remotePartyId' | 'from')[];
  numbers: 'plus' | 'plain' | 'eight' | 'zero';
  lines: number;
  linesReserved: number;
  number: string;
  callerIdIn: 'assertedIdentity' | 'from';
  leadsTo: string;
  dtmf: 'auto' | 'rfc4733' | 'info' | 'inband';
  externalAddress: string;
  echoNumber: string;
  tlsAuthority: string;
  priority: number;
  peers: string;
  preset: string;
}

export type Condition = 'off' | 'starting' | 'registered' | 'ready' | 'failing';

export interface LineState {
  condition: Condition;
  since: string | null;
  status: number;
  advice: string | null;
  server: string | null;
  seenAs: string | null;
  nextTryAt: string | null;
  inUse: number;
  lastCallAt: string | null;
  usable: boolean;
  flaps: boolean;
}

export interface Line {
  settings: LineSettings;
  hasPassword: boolean;
  state: LineState;
  /** Whether the person may change, test and remove it; else its account is not shown. */
  mayChange: boolean;
}

export interface Preset {
  settings: LineSettings;
  check: string;
}

export interface LineWish {
  settings: LineSettings;
  /** Undefined leaves the one there is; empty takes it away. */
  password?: string;
}

export interface LadderStep {
  atMs: number;
  isOut: boolean;
  peer: string;
  line: string;
}

export interface LineReport {
  isWell: boolean;
  status: number;
  seenAs: string | null;
  ladder: LadderStep[];
  findings: { finding: string; text: string }[];
}

/**
 * A silent operator is waited for six seconds at each of its servers, a called phone and the echo number may ring for half a
 * minute each.
 */
const TEST_MS = 150_000;
const at = (code: string) => `/api/trunks/${encodeURIComponent(code)}`;

export const getLines = () => request<Line[]>('/api/trunks');

export const getPresets = () => request<Preset[]>('/api/trunks/presets');

export const addLine = (wish: LineWish) => request<Line>('/api/trunks', { method: 'POST', body: wish });

export const changeLine = (wish: LineWish) => request<Line>(at(wish.settings.code), { method: 'PUT', body: wish });

export const switchLine = (code: string, isOn: boolean) =>
  request<Line>(`${at(code)}/state`, { method: 'PUT', body: { isOn } });

export const removeLine = (code: string) => request<undefined>(at(code), { method: 'DELETE' });

export const testLine = (code: string, number: string, echo: boolean) =>
  request<LineReport>(`${at(code)}/test`, {
    method: 'POST', body: { number: number === '' ? null : number, echo }, timeoutMs: TEST_MS,
  });
