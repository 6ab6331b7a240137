/** The shapes of the host's HTTP API and hub. Times are ISO with offset, money is minor units. */
import type { Assignment } from './features/crews/crews';
import type { Letter } from './features/letters/letters';
import type { Poll } from './features/polls/polls';

export type CallState = 'robot' | 'waiting' | 'ringing' | 'talking' | 'ended';
export type Priority = 'normal' | 'urgent' | 'critical';
export type TicketMove =
  | 'accept' | 'assign' | 'start' | 'localise' | 'complete' | 'close' | 'reject' | 'reopen';
export type TicketStatus =
  | 'new' | 'accepted' | 'assigned' | 'inProgress' | 'localised' | 'done' | 'closed' | 'rejected';
export type CallbackStatus = 'due' | 'dialling' | 'reached' | 'resolvedByInbound' | 'breached' | 'dropped';

export interface Organisation {
  code: string;
  name: string;
  currency: string;
  language: string;
}

export interface Session {
  user: string;
  name: string;
  role: string;
  organisations: Organisation[];
  extension: string | null;
  language?: string;
  antiforgery?: string;
}

export interface Meter {
  id: string;
  service: string;
  number: string;
  previous: number | null;
  previousAt: string | null;
  verificationDue: string | null;
  verificationExpired: boolean;
}

export interface ServiceBalance {
  service: string;
  balance: number;
}

export interface CardAccount {
  number: string;
  organisation: string;
  address: string;
  entrance?: number | null;
  floor?: number | null;
  person: { name: string; role: string } | null;
  balance: number | null;
  currency: string;
  debtMonths: number | null;
  phones: string[];
  meters: Meter[];
  services: ServiceBalance[];
}

export interface OpenTicket {
  id: string;
  number: number;
  status: TicketStatus;
  openedAt: string;
  text: string;
  address: string | null;
}

export interface OutageNotice {
  id: string;
  number?: number;
  resource: string;
  /** All that is off; `resource` is the first of them. */
  services?: string[];
  /** What the robot says of it. */
  text: string;
  until: string | null;
  /** Calls that heard of it. */
  heard?: number;
}

export interface CallCard {
  callId: string;
  direction: 'inbound' | 'outbound' | 'internal';
  from: string;
  to: string;
  state: CallState;
  arrivedAt: string;
  answeredAt: string | null;
  humanAnsweredAt: string | null;
  endedAt?: string | null;
  extension: string | null;
  operator: string | null;
  waitSeconds: number;
  organisation: string;
  recording: boolean;
  ticketNumber: number | null;
  accounts: CardAccount[];
  openTickets: OpenTicket[];
  outages: OutageNotice[];
  repeat: number;
  /** Who talks or listens beside the resident. */
  parties?: CallParty[];
  /** The telephone that holds the conversation. */
  heldBy?: string | null;
  lastMove?: CallMove | null;
}

export interface CallParty {
  name: string;
  role: 'resident' | 'person' | 'listener' | 'whisperer';
  isOurs: boolean;
  since: string;
  isMuted: boolean;
}

export interface CallMove {
  at: string;
  by: string;
  to: string;
  kind: 'blind' | 'consult' | 'attended' | 'conference' | 'ringBack' | 'line' | 'pickUp';
}

export interface CallbackAttempt {
  id: string;
  operator: string;
  beganAt: string;
  answeredAt: string | null;
  outcome: string;
}

export interface Callback {
  id: string;
  organisation: string;
  /** Null when the caller withheld his number: then nobody can call back. */
  phone: string | null;
  accountNumber: string | null;
  arrivedAt: string;
  ownDueAt: string;
  legalDueAt: string;
  status: CallbackStatus;
  attempts: CallbackAttempt[];
  missedCalls: number;
  /** Who has it in hand while dialling, else who tried last. */
  operator: string | null;
  callable: boolean;
}

export interface Deadline {
  clock: string;
  dueAt: string;
  clause: string;
  metAt: string | null;
}

export interface TicketChange {
  at: string;
  by: string;
  move: TicketMove | null;
  from: TicketStatus | null;
  to: TicketStatus;
  why: string | null;
}

export interface TicketComment {
  id: string;
  at: string;
  by: string;
  text: string;
}

export interface Ticket {
  id: string;
  number: number;
  organisation: string;
  status: TicketStatus;
  openedAt: string;
  address: string | null;
  accountNumber: string | null;
  phone: string | null;
  person: string | null;
  text: string;
  category: string;
  priority: Priority;
  deadlines: Deadline[];
  crew: string | null;
  callIds: string[];
  rating: number | null;
}

export interface TicketDetails extends Ticket {
  openedBy: string;
  changes: TicketChange[];
  comments: TicketComment[];
  allowed: TicketMove[];
  assignment?: Assignment | null;
  letters?: Letter[];
  poll?: Poll | null;
}

export interface CallRecord {
  id: string;
  direction: string;
  from: string;
  to: string;
  startedAt: string;
  humanAnsweredAt: string | null;
  endedAt: string | null;
  outcome: string;
  recordingId: string | null;
}

export interface Board {
  epoch: string;
  seqs: Record<string, number>;
  serverNow: string;
  calls: CallCard[];
  callbacks: Callback[];
  tickets: Ticket[];
  health: BoardHealth;
  shares: BoardShares;
}

export interface BoardHealth {
  /** As the host's readiness names them; anything but `ok` is trouble. */
  parts?: Record<string, string>;
  linesBusy: number;
  linesMax: number;
}

/** How the two legal limits were kept in the last 24 hours, 0–100; null when there was nobody. */
export interface BoardShares {
  answeredInTimePercent: number | null;
  calledBackInTimePercent: number | null;
}

export interface Phone {
  extension: string;
  registered: boolean;
  user?: string | null;
}

export interface AccountHit {
  number: string;
  organisation: string;
  address: string;
  person: string | null;
}

export interface NewTicket {
  callId?: string;
  callbackId?: string;
  accountNumber?: string;
  address?: string;
  phone?: string;
  person?: string;
  text: string;
  category?: string;
  priority?: Priority;
  number?: number;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface LiveEvent {
  epoch: string;
  seq: number;
  organisation: string;
  type: string;
  at: string;
  data: unknown;
}

export interface Beat {
  serverNow: string;
  epoch: string;
  seqs: Record<string, number>;
}

export interface ResumeAnswer {
  events?: LiveEvent[];
  snapshotRequired?: boolean;
  epoch?: string;
  seqs?: Record<string, number>;
}
