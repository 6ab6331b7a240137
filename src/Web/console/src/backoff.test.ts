import { expect, it } from 'vitest';
import { backoffMs } from './backoff';
import { linkLevel, type LinkFacts } from './linkHealth';

it('waits 0, 0.5, 2, 5 and then 10 s for ever', () => {
  expect([0, 1, 2, 3, 4, 5, 99].map((attempt) => backoffMs(attempt, () => 0.5)))
    .toEqual([0, 500, 2_000, 5_000, 10_000, 10_000, 10_000]);
});

it('spreads the waits by a fifth each way', () => {
  expect(backoffMs(4, () => 0)).toBe(8_000);
  expect(backoffMs(4, () => 1)).toBe(12_000);
});

const facts: LinkFacts = {
  refused: false, everLive: true, connected: false, troubleSince: 1_000, lastHeardAt: 900, rttMs: 5,
};

it('the link is amber from three seconds and red from twelve', () => {
  expect([1_000, 3_999, 4_000, 12_999, 13_000].map((now) => linkLevel(facts, now)))
    .toEqual(['good', 'good', 'amber', 'amber', 'red']);
  expect(linkLevel({ ...facts, troubleSince: null }, 99_999)).toBe('good');
  expect(linkLevel({ ...facts, everLive: false }, 1_500)).toBe('connecting');
  expect(linkLevel({ ...facts, refused: true }, 99_999)).toBe('closed');
});
