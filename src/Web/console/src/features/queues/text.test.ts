import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';
import { membersIn, membersText, queueName, wordsIn } from './text';

it('members are typed as people write phones', () => {
  expect(membersIn('201, 202:5; 203')).toEqual([
    { extension: '201', penalty: 0 }, { extension: '202', penalty: 5 }, { extension: '203', penalty: 0 },
  ]);
  expect(membersIn('')).toEqual([]);
  expect(membersIn('201, +7937')).toBeNull();
  expect(membersText(membersIn('201, 202:5') ?? [])).toBe('201, 202:5');
});

it('words are what stands between commas', () => expect(wordsIn(' лифты ,, газ\n')).toEqual(['лифты', 'газ']));

it('a queue of ours is called in the language of the screen until somebody names it', () => {
  const t = ((key: string) => `<${key}>`) as unknown as TFunction;
  expect(queueName(t, 'emergency', '')).toBe('<control.line.emergency>');
  expect(queueName(t, 'emergency', 'Аварийка')).toBe('Аварийка');
  expect(queueName(t, 'lifts', '')).toBe('lifts');
});
