import { expect, it } from 'vitest';
import { Problem, Unreachable } from './http';
import { isWorthAsking } from './retry';

it('asks again after silence and trouble, three times, and never after a refusal', () => {
  for (const error of [new Unreachable(null), new Problem(503, null, null), new Problem(500, null, null)]) {
    expect([0, 2, 3].map((failures) => isWorthAsking(failures, error))).toEqual([true, true, false]);
  }
  expect([400, 401, 403, 404, 409, 422, 429].some((status) => isWorthAsking(0, new Problem(status, null, null))))
    .toBe(false);
});
