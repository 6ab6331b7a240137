import { expect, it } from 'vitest';
import { classify, emergencyMinutes } from './classify';

it.each([
  ['капает с потолка в ванной', 'waterLeak', 'urgent'],
  ['Прорвало стояк, хлещет вода', 'waterLeak', 'critical'],
  ['нет света во всей квартире', 'electricity', 'urgent'],
  ['искрит щиток', 'electricity', 'critical'],
  ['Пахнет газом на площадке', 'gas', 'critical'],
  ['застряли в лифте', 'lift', 'critical'],
  ['засор канализации в подвале', 'sewerBlockage', 'urgent'],
  ['батареи холодные, мёрзнем', 'heating', 'normal'],
  ['нет горячей воды', 'hotWater', 'normal'],
  ['немає гарячої води', 'hotWater', 'normal'],
  ['тече зі стелі', 'waterLeak', 'urgent'],
  ['забит мусоропровод', 'chuteBlockage', 'normal'],
  ['не работает домофон', 'intercom', 'normal'],
])('«%s» is %s, %s', (text, category, priority) => expect(classify(text)[0]).toEqual({ category, priority }));

it('nothing is guessed from nothing', () => {
  expect(classify('')).toEqual([]);
  expect(classify('добрый день')).toEqual([]);
});

it('at most three guesses, never the same twice', () => {
  const guesses = classify('прорвало трубу горячей воды, заливает потолок и щиток искрит').map((each) => each.category);
  expect(guesses.length).toBeLessThanOrEqual(3);
  expect(new Set(guesses).size).toBe(guesses.length);
});

it('the decree gives thirty minutes to localise and two hours to a blockage', () => {
  expect(emergencyMinutes('waterLeak')).toBe(30);
  expect(emergencyMinutes('sewerBlockage')).toBe(120);
  expect(emergencyMinutes('cleaning')).toBeNull();
});
