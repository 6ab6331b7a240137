import { expect, it } from 'vitest';
import { wordsOf } from '../crews/attention';
import type { Attention } from '../crews/crews';
import { reasonOf } from './reasons';

const t = ((key: string, values?: Record<string, unknown>) =>
  values === undefined ? key : `${key} ${JSON.stringify(values)}`) as never;

const item = (reason: string, text: string, times = 1): Attention => ({
  id: '1', organisation: 'privolsk', ticketId: null, number: null, address: null, reason, forSupervisor: true, text,
  times, raisedAt: '2026-11-22T08:00:00Z',
});

it('a reason of ours is said in words, one of the system as it is', () => {
  expect(reasonOf('disk full', t)).toBe('recordings.reasons.diskFull');
  expect(reasonOf('Read-only file system', t)).toBe('Read-only file system');
});

it('an alarm says how much is free or how many calls were cut', () => {
  expect(wordsOf(item('diskLow', '1500'), t)).toBe('attention.free {"megabytes":"1500"}');
  expect(wordsOf(item('recordingPartial', 'disk full', 3), t))
    .toBe('attention.calls {"count":3} · recordings.reasons.diskFull');
  expect(wordsOf(item('crewWord', 'через час'), t)).toBe('через час');
});
