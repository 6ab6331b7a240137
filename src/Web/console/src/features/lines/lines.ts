import type { Condition, LineSettings } from './api';

/** order: several of many, and which comes first matters; area: a text of many lines. */
export type FieldKind = 'text' | 'number' | 'choice' | 'order' | 'organisations' | 'area';

export interface LineField {
  name: keyof LineSettings;
  kind: FieldKind;
  /** Values of a choice or an order; the texts stand under `lines.value.<field>.<value>`. */
  values?: readonly string[];
}

export interface FieldGroup {
  name: string;
  fields: readonly LineField[];
}

const text = (name: keyof LineSettings): LineField => ({ name, kind: 'text' });
const number = (name: keyof LineSettings): LineField => ({ name, kind: 'number' });
const choice = (name: keyof LineSettings, ...values: string[]): LineField => ({ name, kind: 'choice', values });

/** The checklist of an operator's line (UX §5.7), in the order a contract lists it. */
export const GROUPS: readonly FieldGroup[] = [
  { name: 'account', fields: [text('name'), text('code'), choice('mode', 'registration', 'byAddress'), text('user'),
    text('authUser'), { name: 'organisations', kind: 'organisations' }] },
  { name: 'server', fields: [text('domain'), text('outboundProxy'), number('port'),
    choice('transport', 'udp', 'tcp', 'tls', ''), text('peers'), text('externalAddress'),
    { name: 'tlsAuthority', kind: 'area' }] },
  { name: 'in', fields: [text('number'), choice('did', 'requestUri', 'to', 'diversion', 'contactUser'),
    text('leadsTo'), choice('dtmf', 'auto', 'rfc4733', 'info', 'inband'),
    { name: 'caller', kind: 'order', values: ['assertedIdentity', 'remotePartyId', 'from'] }] },
  { name: 'out', fields: [choice('numbers', 'plus', 'plain', 'eight', 'zero'),
    choice('callerIdIn', 'assertedIdentity', 'from'), number('lines'), number('linesReserved'), number('priority')] },
  { name: 'link', fields: [number('expiresSeconds'), number('keepAliveSeconds'),
    choice('keepAlive', 'options', 'crlf'), text('echoNumber')] },
];

/** What a field shows. */
export function shown(settings: LineSettings, field: LineField): string {
  const value = settings[field.name];
  return value === null ? '' : String(value);
}

/** The settings with one field as it was typed; a number that is none stays out. */
export function typed(settings: LineSettings, field: LineField, value: string): LineSettings {
  if (field.kind === 'number') {
    return /^\d{0,5}$/.test(value) ? { ...settings, [field.name]: Number(value) } : settings;
  }
  return { ...settings, [field.name]: field.name === 'transport' && value === '' ? null : value };
}

/** A password that was typed and erased again is none that was typed: the one there is stays. */
export function typedPassword(text: string): string | null {
  return text === '' ? null : text;
}

/** The chips of an order: those that count first, each with its place; a chosen one goes behind the others. */
export function places(chosen: readonly string[], all: readonly string[], textOf: (value: string) => string) {
  const rest = all.filter((value) => !chosen.includes(value));
  return [
    ...chosen.map((value, index) => ({ value, label: `${String(index + 1)}. ${textOf(value)}` })),
    ...rest.map((value) => ({ value, label: textOf(value) })),
  ];
}

/** What must be there before the host is asked. */
export function missing(settings: LineSettings): (keyof LineSettings)[] {
  const needed: (keyof LineSettings)[] = ['name', 'code', 'domain'];
  if (settings.mode === 'registration') {
    needed.push('user');
  }
  if (settings.did === 'contactUser') {
    needed.push('number');
  }
  const empty = needed.filter((name) => String(settings[name]).trim() === '');
  return settings.caller.length === 0 ? [...empty, 'caller'] : empty;
}

export function toneOf(condition: Condition): 'ok' | 'crit' | 'warn' | 'plain' {
  switch (condition) {
    case 'registered':
    case 'ready':
      return 'ok';
    case 'failing':
      return 'crit';
    case 'starting':
      return 'warn';
    case 'off':
      return 'plain';
  }
}

const HEARD_WELL = ['registered', 'answers', 'heard', 'echo', 'keysHeard'];

/** What went well is green even when something later did not; a hint to a line that works is no error. */
export function toneOfFinding(finding: string, isWell: boolean): 'ok' | 'error' | 'plain' {
  return HEARD_WELL.includes(finding) ? 'ok' : isWell ? 'plain' : 'error';
}

/** Whole seconds since a moment, never negative: clocks of two machines differ. */
export function secondsSince(iso: string, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - Date.parse(iso)) / 1000));
}
