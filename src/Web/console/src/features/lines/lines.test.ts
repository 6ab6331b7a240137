import { describe, expect, it } from 'vitest';
import ru from '../../locales/ru.json';
import type { LineSettings } from './api';
import { GROUPS, missing, places, secondsSince, shown, toneOf, toneOfFinding, typed, typedPassword } from './lines';

const line: LineSettings = {
  code: 'uis', name: 'UIS', organisations: [], isOn: true, mode: 'registration', user: '0332750', authUser: '',
  domain: 'op.example', outboundProxy: '', port: 0, transport: 'udp', expiresSeconds: 300, keepAlive: 'options',
  keepAliveSeconds: 20, did: 'to', caller: ['from'], numbers: 'plain', lines: 8, linesReserved: 2, number: '',
  callerIdIn: 'assertedIdentity', leadsTo: '', echoNumber: '', tlsAuthority: '', dtmf: 'auto', externalAddress: '', priority: 10, peers: '',
  preset: 'uis',
};
const field = (name: keyof LineSettings) => {
  const found = GROUPS.flatMap((group) => group.fields).find((each) => each.name === name);
  if (found === undefined) {
    throw new Error(name);
  }
  return found;
};

describe('what is typed', () => {
  it('is a number where a number belongs, and nothing else is taken', () => {
    expect(typed(line, field('lines'), '12').lines).toBe(12);
    expect(typed(line, field('lines'), '12x').lines).toBe(8);
    expect(typed(line, field('lines'), '').lines).toBe(0);
  });
  it('leaves the transport to DNS when nothing is chosen', () => {
    expect(typed(line, field('transport'), '').transport).toBeNull();
    expect(shown({ ...line, transport: null }, field('transport'))).toBe('');
  });
});

it('a password that was erased again takes away none', () => {
  expect(typedPassword('s')).toBe('s');
  expect(typedPassword('')).toBeNull();
});

it('says what is missing before the host is asked', () => {
  expect(missing(line)).toEqual([]);
  expect(missing({ ...line, user: ' ', domain: '' })).toEqual(['domain', 'user']);
  expect(missing({ ...line, mode: 'byAddress', user: '' })).toEqual([]);
  expect(missing({ ...line, did: 'contactUser' })).toEqual(['number']);
  expect(missing({ ...line, caller: [] })).toEqual(['caller']);
});

it('every field and every choice has a text', () => {
  const texts = ru.lines as unknown as { group: object; field: object; value: Record<string, object> };
  for (const group of GROUPS) {
    expect(texts.group).toHaveProperty(group.name);
    for (const each of group.fields) {
      expect(texts.field).toHaveProperty(each.name);
      each.values?.forEach((value) => expect(texts.value[each.name]).toHaveProperty(value === '' ? 'auto' : value));
    }
  }
});

it('what counts first stands first and says its place', () => {
  expect(places(['from', 'assertedIdentity'], ['assertedIdentity', 'remotePartyId', 'from'], (value) => value)).toEqual([
    { value: 'from', label: '1. from' }, { value: 'assertedIdentity', label: '2. assertedIdentity' },
    { value: 'remotePartyId', label: 'remotePartyId' },
  ]);
});

it('a registration stays green when the call after it fails', () => {
  expect(toneOfFinding('registered', false)).toBe('ok');
  expect(toneOfFinding('oneWayAudio', false)).toBe('error');
  expect(toneOfFinding('keysNotHeard', true)).toBe('plain');
});

it('a failing line is red, one that is off is not', () => {
  expect(toneOf('failing')).toBe('crit');
  expect(toneOf('registered')).toBe('ok');
  expect(toneOf('off')).toBe('plain');
});

it('seconds never run backwards', () => {
  expect(secondsSince('2026-01-01T00:00:12Z', Date.parse('2026-01-01T00:00:24.9Z'))).toBe(12);
  expect(secondsSince('2026-01-01T00:00:12Z', Date.parse('2026-01-01T00:00:00Z'))).toBe(0);
});
