import { request } from '../../http';

export type AgentState = 'away' | 'ready' | 'inCall' | 'wrapUp' | 'paused' | 'phoneSilent' | 'consoleLost';
export type Purpose = 'ordinary' | 'emergency';
export type Strategy = 'ringAll' | 'longestIdle' | 'roundRobin';

/** Nobody rings here, and whoever looks should know why. */
export const UNREACHABLE: ReadonlySet<AgentState> = new Set(['away', 'phoneSilent', 'consoleLost']);

export const STRATEGIES: readonly Strategy[] = ['ringAll', 'longestIdle', 'roundRobin'];
export const PAUSE_REASONS = ['break', 'lunch', 'paperwork', 'training', 'meeting', 'technical', 'other'] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export interface Agent {
  extension: string;
  name: string | null;
  state: AgentState;
  since: string;
  callId: string | null;
  isRegistered: boolean;
  pauseReason: PauseReason | null;
  pauseText: string | null;
  wrapUpUntil: string | null;
}

export interface QueueView {
  code: string;
  organisation: string;
  name: string;
  purpose: Purpose;
  waiting: number;
  longestSince: string | null;
  waitMinutes: number | null;
  ready: number;
  hour: { answered: number; answeredInTime: number; abandoned: number; ledOn: number };
}

export interface Member {
  extension: string;
  penalty: number;
}

export interface QueueSettings {
  name: string;
  purpose: Purpose;
  strategy: Strategy;
  ringSeconds: number;
  wrapUpSeconds: number;
  holdsWrapUp: boolean;
  skills: string[];
  language: string | null;
  members: Member[];
  waitingMax: number;
  patienceSeconds: number;
  overflow: string[];
  announceSeconds: number;
  tellsPosition: boolean;
  tellsWait: boolean;
  offersKeys: boolean;
  hasMusic: boolean;
}

export interface Queue {
  code: string;
  organisation: string;
  isBuiltIn: boolean;
  settings: QueueSettings;
}

export interface Skills {
  extension: string;
  organisation: string;
  skills: string[];
  languages: string[];
}

export interface CallbackSettings {
  organisation: string;
  isAutomatic: boolean;
  fromSeconds: number;
}

const part = encodeURIComponent;

export const getNow = () => request<{ serverNow: string; queues: QueueView[]; agents: Agent[] }>('/api/queues/now');

export const getQueues = () => request<{ queues: Queue[]; agents: Skills[] }>('/api/queues');

export const putQueue = (organisation: string, code: string, settings: QueueSettings) =>
  request<void>(`/api/queues/${part(organisation)}/${part(code)}`, { method: 'PUT', body: settings });

export const dropQueue = (organisation: string, code: string) =>
  request<void>(`/api/queues/${part(organisation)}/${part(code)}`, { method: 'DELETE' });

export const putSkills = (given: Skills) => request<void>(
  `/api/queues/${part(given.organisation)}/agents/${part(given.extension)}`,
  { method: 'PUT', body: { skills: given.skills, languages: given.languages } });

export const getCallbackSettings = () => request<CallbackSettings[]>('/api/callback-settings');

export const putCallbackSettings = (given: CallbackSettings) => request<void>(
  `/api/callback-settings/${part(given.organisation)}`,
  { method: 'PUT', body: { isAutomatic: given.isAutomatic, fromSeconds: given.fromSeconds } });

export const getPresence = () => request<Agent>('/api/presence');

export const pause = (reason: PauseReason, text: string | null) =>
  request<Agent>('/api/presence/pause', { method: 'POST', body: { reason, text } });

export const resume = () => request<Agent>('/api/presence/resume', { method: 'POST' });

export const endWrapUp = () => request<Agent>('/api/presence/wrap-up/end', { method: 'POST' });
