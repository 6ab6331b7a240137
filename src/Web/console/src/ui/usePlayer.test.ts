import { expect, it } from 'vitest';
import { speedAfter, within } from './usePlayer';

it('speeds go up, then slower than life, then begin again', () => {
  const heard = [1];
  for (let press = 0; press < 6; press++) {
    heard.push(speedAfter(heard.at(-1) ?? 0));
  }
  expect(heard).toEqual([1, 1.25, 1.5, 1.75, 2, 0.75, 1]);
  expect(speedAfter(3)).toBe(1);
});

it('nobody seeks past an end', () => {
  expect(within(-5, 60)).toBe(0);
  expect(within(70, 60)).toBe(60);
  expect(within(12.5, 60)).toBe(12.5);
});
