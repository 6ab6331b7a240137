import { expect, it } from 'vitest';
import { bytesOf, outline, secondAt, seekOf, WAVE_HEIGHT, WAVE_WIDTH } from './waves';

it('the caller is above the middle, we are below, and silence is a line', () => {
  const caller = outline([0, 255], 'caller');
  expect(caller).toBe('M0,32 L0,31 500,31 500,1 1000,1 L1000,32 Z');
  expect(outline([0, 255], 'ours')).toBe('M0,32 L0,33 500,33 500,63 1000,63 L1000,32 Z');
  expect(outline([], 'ours')).toBe('');
});

it('the outline never leaves its box', () => {
  const numbers = outline(Array.from({ length: 600 }, (_, i) => i % 256), 'ours').match(/[\d.]+/g)?.map(Number) ?? [];
  expect(Math.max(...numbers.filter((_, i) => i % 2 === 1))).toBeLessThanOrEqual(WAVE_HEIGHT);
  expect(Math.max(...numbers)).toBeLessThanOrEqual(WAVE_WIDTH);
});

it('a place on the wave is a second of the recording, and outside of it is an end', () => {
  expect(secondAt(250, 1000, 80)).toBe(20);
  expect(secondAt(-5, 1000, 80)).toBe(0);
  expect(secondAt(2000, 1000, 80)).toBe(80);
  expect(secondAt(10, 0, 80)).toBe(0);
});

it('arrows seek, and never past an end', () => {
  expect(seekOf('ArrowRight', false, 10, 60)).toBe(15);
  expect(seekOf('ArrowRight', true, 10, 60)).toBe(40);
  expect(seekOf('ArrowRight', false, 58, 60)).toBe(60);
  expect(seekOf('ArrowLeft', false, 3, 60)).toBe(0);
  expect(seekOf('End', false, 3, 60)).toBe(60);
  expect(seekOf('KeyA', false, 3, 60)).toBeNull();
});

it('bytes are read in the size they are in', () => {
  expect(bytesOf(1536)).toEqual({ value: '1,5', unit: 'kb' });
  expect(bytesOf(5 * 1024 ** 3)).toEqual({ value: '5,0', unit: 'gb' });
});
