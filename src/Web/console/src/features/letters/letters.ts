import { request } from '../../http';

/** One address of a letter and what the receiving server answered, word for word. */
export interface LetterRecipient {
  address: string;
  state: string;
  reply: string | null;
  at: string | null;
  /** All its states, the first one first. */
  deliveries?: { at: string; state: string; reply: string | null }[];
}

export interface Letter {
  id: string;
  occasion: string;
  title: string;
  body: string;
  at: string;
  by: string;
  recipients: LetterRecipient[];
}

export interface LetterPreview {
  recipients: string[];
  title: string;
  body: string;
  missing: string[];
  /** When the first letter of this matter was written. */
  sentAt?: string | null;
}

/** Whom an organisation tells of accidents, and who presses the button of the first letter. */
export interface Municipality {
  recipients: string[];
  mode?: 'ask' | 'auto';
  /** Who answers for the repair, as the letter says it. */
  responsible?: string | null;
}

const encode = encodeURIComponent;

export const previewLetter = (ticketId: string) =>
  request<LetterPreview>(`/api/tickets/${encode(ticketId)}/letter`);

export const sendLetter = (ticketId: string, recipients: string[], body: string, idempotencyKey: string) =>
  request<unknown>(`/api/tickets/${encode(ticketId)}/letter`, {
    method: 'POST', body: { recipients, body }, idempotencyKey,
  });

export const getMunicipality = (organisation: string) =>
  request<Municipality>(`/api/organisations/${encode(organisation)}/municipality`);

export const putMunicipality = (organisation: string, municipality: Municipality) =>
  request<unknown>(`/api/organisations/${encode(organisation)}/municipality`, { method: 'PUT', body: municipality });

export function mayEditMunicipality(role: string): boolean {
  return role === 'supervisor' || role === 'admin';
}

/** Addresses as people type them: one a line, or with commas and semicolons between; each once. */
export function addressesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).map((each) => each.trim()).filter((each) => each !== ''))];
}

/** A slip of the hand is seen before the letter goes: something, an at sign, something with a dot or a host. */
export function wrongAddresses(addresses: readonly string[]): string[] {
  return addresses.filter((each) => !/^[^\s@<>()",;:]+@[^\s@<>()",;:]+$/.test(each));
}

const DONE = new Set(['sent', 'delivered', 'accepted']);
const BAD = new Set(['dead', 'failed', 'rejected', 'bounced', 'undelivered']);

/** What colour a delivery has; its word stands beside it. */
export function toneOfDelivery(state: string): 'ok' | 'crit' | 'warn' {
  return DONE.has(state) ? 'ok' : BAD.has(state) ? 'crit' : 'warn';
}
