import { beforeEach, expect, it } from 'vitest';
import { keepProfile, keptProfile, sizeOf } from './upload';

beforeEach(() => localStorage.clear());

it.each([[0, '0 B'], [1023, '1023 B'], [1536, '1,5 KB'], [64 * 1024 * 1024, '64 MB'], [13_000_000, '12,4 MB']])(
  '%i bytes are %s', (bytes, text) => expect(sizeOf(bytes).replaceAll('\u00a0', '')).toBe(text));

it('each organisation keeps the profile of its own bank', () => {
  keepProfile('one', 'sber');
  expect(keptProfile('one')).toBe('sber');
  expect(keptProfile('two')).toBeNull();
});
