import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import tokens from './tokens.json';

const PAIRS: readonly (readonly [Name, Name, number])[] = [
  ['text', 'bg1', 4.5], ['text', 'bg0', 4.5], ['text', 'bg2', 4.5], ['text2', 'bg1', 4.5], ['text2', 'bg0', 4.5],
  ['text2', 'bg2', 4.5], ['accent', 'bg1', 4.5], ['accent', 'bg2', 4.5], ['onFill', 'accentFill', 4.5],
  ['onFill', 'okFill', 4.5], ['onFill', 'critFill', 4.5], ['ok', 'bg1', 4.5], ['ok', 'bg2', 4.5],
  ['warn', 'bg1', 4.5], ['warn', 'warnBg', 4.5], ['warn', 'bg2', 4.5], ['onWarnFill', 'warnFill', 4.5],
  ['crit', 'bg1', 4.5], ['crit', 'bg2', 4.5], ['crit', 'critBg', 4.5], ['outage', 'bg1', 4.5],
  ['outage', 'outageBg', 4.5], ['outageOnFill', 'onFill', 4.5], ['okFill', 'onFill', 4.5], ['info', 'bg1', 4.5],
  ['info', 'infoBg', 4.5], ['info', 'bg2', 4.5], ['inputLine', 'bg1', 3], ['inputLine', 'bg2', 3],
  ['focus', 'bg1', 3], ['focus', 'bg0', 3], ['critFill', 'bg1', 3], ['okFill', 'bg1', 3],
];

type Name = keyof (typeof tokens)['light'];

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

it.each(['light', 'dark'] as const)('every pair of colours of the %s theme can be told apart', (theme) => {
  for (const [front, back, least] of PAIRS) {
    expect(contrast(tokens[theme][front], tokens[theme][back]), `${front} on ${back}`).toBeGreaterThanOrEqual(least);
  }
});

it('the style sheet says what the tokens say', () => {
  const css = readFileSync(path.join(import.meta.dirname, 'tokens.css'), 'utf8');
  const blocks = { light: css.slice(0, css.indexOf("='dark'")), dark: css.slice(css.indexOf("='dark'")) };
  for (const theme of ['light', 'dark'] as const) {
    for (const [name, value] of Object.entries(tokens[theme])) {
      const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      expect(blocks[theme]).toContain(`--${kebab}: ${value};`);
    }
  }
});

it('colours stand nowhere but in the tokens', () => {
  const found = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(css|tsx?)$/.test(file) && !/tokens|\.test\./.test(file))
    .filter((file) => /#[0-9a-f]{3,8}\b/i.test(readFileSync(path.join(import.meta.dirname, file), 'utf8')));
  expect(found).toEqual([]);
});
