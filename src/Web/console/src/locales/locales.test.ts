import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import en from './en.json';
import ru from './ru.json';
import uk from './uk.json';

const PLURALS: Record<string, readonly string[]> = {
  ru: ['one', 'few', 'many', 'other'], uk: ['one', 'few', 'many', 'other'], en: ['one', 'other'],
};
const FORM = /_(zero|one|two|few|many|other)$/;
const root = path.resolve(import.meta.dirname, '..');

type Texts = { [key: string]: string | Texts };

function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    if (typeof value === 'string') {
      flat.set(prefix + key, value);
    } else {
      flatten(value, `${prefix}${key}.`).forEach((text, inner) => flat.set(inner, text));
    }
  }
  return flat;
}

const names = (texts: Texts) => new Set([...flatten(texts).keys()].map((key) => key.replace(FORM, '')));
const languages: [string, Texts][] = [['ru', ru], ['uk', uk], ['en', en]];

function sources(): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\./.test(file))
    .map((file) => path.join(root, file));
}

describe.each(languages)('%s', (code, texts) => {
  it('has the same keys as Russian', () => {
    expect([...names(texts)].sort()).toEqual([...names(ru)].sort());
  });

  it('has no empty text and the same blanks as Russian', () => {
    const russian = flatten(ru);
    const blanks = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();
    for (const [key, text] of flatten(texts)) {
      expect(text.trim(), key).not.toBe('');
      const twin = russian.get(key) ?? russian.get(key.replace(FORM, '_other'));
      expect(blanks(text), key).toEqual(blanks(twin ?? ''));
    }
  });

  it('has every plural form its grammar needs', () => {
    const flat = flatten(texts);
    for (const name of names(texts)) {
      const counted = [...flat.keys()].some((key) => key !== name && key.replace(FORM, '') === name);
      if (counted && !name.endsWith('_ordinal')) {
        for (const form of PLURALS[code] ?? []) {
          expect(flat.has(`${name}_${form}`), `${name}_${form}`).toBe(true);
        }
      }
    }
  });
});

it('every key that the code names is there', () => {
  const known = names(ru);
  const missing = sources().flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bt\('([^']+)'/g)]
    .map((match) => match[1] ?? '')
    .filter((key) => !known.has(key) && !known.has(`${key}_ordinal`))
    .map((key) => `${path.basename(file)}: ${key}`));
  expect(missing).toEqual([]);
});

it('no word of a language stands in the code', () => {
  const allowed = new Set(['classify.ts', 'index.ts']);
  const found = sources()
    .filter((file) => !allowed.has(path.basename(file)))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n')
      .filter((line) => /[а-яёіїєґ]/i.test(line.replace(/\/\*.*|\*.*|\/\/.*/g, '')))
      .map((line) => `${path.basename(file)}: ${line.trim()}`));
  expect(found).toEqual([]);
});
