import { expect, it } from 'vitest';
import { homeOf, keyCap, SECTIONS, sectionsFor } from './sections';

it('no two sections share a path or a key', () => {
  expect(new Set(SECTIONS.map((each) => each.path)).size).toBe(SECTIONS.length);
  const codes = SECTIONS.flatMap((each) => each.code ?? []);
  expect(new Set(codes).size).toBe(codes.length);
});

it('a billing clerk begins with the subscribers, a dispatcher at the desk', () => {
  expect(homeOf('billing')).toBe('/accounts');
  expect(homeOf('dispatcher')).toBe('/');
  expect(homeOf('crew')).toBe('/');
});

it('a dispatcher is not shown the registers', () => {
  const paths = sectionsFor('dispatcher').map((each) => each.path);
  expect(paths).toContain('/accounts');
  expect(paths).not.toContain('/registers');
});

it('a chord is written as people read key caps', () => expect(keyCap('Alt+KeyA')).toBe('Alt A'));
