import { describe, expect, it } from 'vitest';
import {
  account, count, countdown, dayTyped, decimal, difference, elapsed, money, month, phone, reading, shortName, timeTyped,
} from './format';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('money', () => {
  it.each([
    [841_260, 'RUB', '8 412,60 ₽'],
    [0, 'RUB', '0,00 ₽'],
    [5, 'RUB', '0,05 ₽'],
    [-25_000, 'RUB', '−250,00 ₽'],
    [123_456, 'UAH', '1 234,56 ₴'],
    [100_000_000_000_000, 'RUB', '1 000 000 000 000,00 ₽'],
  ])('%i minor units of %s is %s', (minor, currency, text) => {
    expect(plain(money(minor, currency))).toBe(text);
  });
});

describe('phone', () => {
  it.each([
    ['+79372041855', '+7 937 204-18-55'],
    ['+380671234567', '+380 67 123-45-67'],
    ['+12025550123', '+12025550123'],
    ['201', '201'],
  ])('%s is %s', (e164, text) => expect(plain(phone(e164))).toBe(text));
});

describe('countdown', () => {
  it.each([
    [300_000, '5:00'], [299_999, '5:00'], [299_000, '4:59'], [60_001, '1:01'], [60_000, '1:00'], [1, '0:01'],
    [0, '0:00'], [-999, '0:00'], [-1_000, '−0:01'], [-12_400, '−0:12'], [-3_661_000, '−1:01:01'],
    [3_600_000, '1:00:00'],
  ])('%i ms is %s', (left, text) => expect(countdown(left)).toBe(text));
});

it('time gone never runs backwards', () => {
  expect(elapsed(-5_000)).toBe('0:00');
  expect(elapsed(134_900)).toBe('2:14');
});

it('an account is read in two parts', () => {
  expect(account('4406030')).toBe('4406-030');
  expect(account('12345')).toBe('12345');
});

it('a reading keeps its own places', () => {
  expect(plain(reading(412.38))).toBe('412,38');
  expect(plain(reading(12_345))).toBe('12 345');
});

it('a name is shortened to initials', () => {
  expect(plain(shortName('Кравченко Леонид Петрович'))).toBe('Кравченко Л. П.');
  expect(plain(shortName('Изотова И. С.'))).toBe('Изотова И. С.');
  expect(plain(shortName('ТСЖ'))).toBe('ТСЖ');
});

it('a count has its thousands apart', () => expect(plain(count(1_248_000))).toBe('1 248 000'));

it('a month of a column is numbers', () => expect(month('2026-10')).toBe('10.2026'));

it.each([['31.07', '31,07'], ['1234.5', '1 234,5'], ['-0.10', '\u22120,10'], ['7', '7']])(
  'the decimal %s is %s', (given, text) => expect(plain(decimal(given))).toBe(text));

it.each([[100, '+1,00 ₽'], [0, '0,00 ₽'], [-5, '\u22120,05 ₽']])(
  'the difference %i is %s', (minor, text) => expect(plain(difference(minor, 'RUB'))).toBe(text));

it.each([['31.08.2026', '2026-08-31'], ['1.9.2026', '2026-09-01'], ['29.02.2028', '2028-02-29'], ['31.02.2026', null],
  ['31.08.26', null], ['', null]])('the day «%s» is %s', (text, iso) => expect(dayTyped(text)).toBe(iso));

it.each([['9', '09:00'], ['930', '09:30'], ['9:30', '09:30'], ['21.00', '21:00'], ['24:00', null], ['9:75', null], ['', null]])(
  'the time «%s» is %s', (text, time) => expect(timeTyped(text)).toBe(time));
