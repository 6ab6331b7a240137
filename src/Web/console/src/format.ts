/** Money, phones, clocks and dates as people here write them. One place, no locale of the machine involved. */
const NO_BREAK = '\u00a0';
export const MINUS = '\u2212';

const SIGNS: Record<string, string> = { RUB: '₽', UAH: '₴' };

export function money(minor: number, currency: string): string {
  return `${sum(minor)}${NO_BREAK}${SIGNS[currency] ?? currency}`;
}

/** Money in a column whose head names the currency. */
export function sum(minor: number): string {
  const sign = minor < 0 ? MINUS : '';
  const whole = Math.floor(Math.abs(minor) / 100);
  const rest = String(Math.abs(minor) % 100).padStart(2, '0');
  return `${sign}${thousands(whole)},${rest}`;
}

export function currencySign(currency: string): string {
  return SIGNS[currency] ?? currency;
}

/** How many: «1 248». */
export function count(value: number): string {
  return (value < 0 ? MINUS : '') + thousands(Math.abs(value));
}

/** A month «2026-10» as it stands in a narrow column: «10.2026». */
export function month(code: string): string {
  return `${code.slice(5, 7)}.${code.slice(0, 4)}`;
}

/** A decimal that came as text: comma, nothing lost: «31.07» is «31,07». */
export function decimal(value: string): string {
  const [whole = '0', rest] = value.replace('-', '').split('.');
  const sign = value.startsWith('-') ? MINUS : '';
  return sign + thousandsOf(whole) + (rest === undefined ? '' : `,${rest}`);
}

/** A change of money: a sign always, so that more and less cannot be taken for one another. */
export function difference(minor: number, currency: string): string {
  return (minor > 0 ? '+' : '') + money(minor, currency);
}

function thousandsOf(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, NO_BREAK);
}

function thousands(value: number): string {
  return thousandsOf(String(value));
}

export function phone(e164: string): string {
  const russian = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  if (russian !== null) {
    return `+7${NO_BREAK}${russian[1]}${NO_BREAK}${russian[2]}-${russian[3]}-${russian[4]}`;
  }
  const ukrainian = /^\+380(\d{2})(\d{3})(\d{2})(\d{2})$/.exec(e164);
  if (ukrainian !== null) {
    return `+380${NO_BREAK}${ukrainian[1]}${NO_BREAK}${ukrainian[2]}-${ukrainian[3]}-${ukrainian[4]}`;
  }
  return e164;
}

/** «Кравченко Леонид Петрович» in a narrow list is «Кравченко Л. П.». */
export function shortName(name: string): string {
  const [family = '', ...given] = name.trim().split(/\s+/);
  return [family, ...given.map((each) => (each.endsWith('.') ? each : `${each.charAt(0)}.`))].join(NO_BREAK);
}

/** An account as it is read aloud: 4406030 is «4406-030». */
export function account(number: string): string {
  return /^\d{7}$/.test(number) ? `${number.slice(0, 4)}-${number.slice(4)}` : number;
}

/** Time left until a moment: «4:59», «0:00», then «−0:01». Hours appear only when there are some. */
export function countdown(leftMs: number): string {
  return leftMs > 0 ? clock(Math.ceil(leftMs / 1000)) : late(Math.floor(-leftMs / 1000));
}

function late(seconds: number): string {
  return seconds === 0 ? '0:00' : MINUS + clock(seconds);
}

/** Time gone since a moment. */
export function elapsed(goneMs: number): string {
  return clock(Math.max(0, Math.floor(goneMs / 1000)));
}

export function clock(seconds: number): string {
  const h = Math.floor(seconds / 3600);
  const m = Math.floor(seconds / 60) % 60;
  const s = String(seconds % 60).padStart(2, '0');
  return h === 0 ? `${m}:${s}` : `${h}:${String(m).padStart(2, '0')}:${s}`;
}

export function timeOfDay(iso: string): string {
  const at = new Date(iso);
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}

const DAY_ONLY = /^(\d{4})-(\d{2})-(\d{2})$/;

export function day(iso: string): string {
  const only = DAY_ONLY.exec(iso);
  if (only !== null) {
    return `${only[3]}.${only[2]}.${only[1]}`;
  }
  const at = new Date(iso);
  return `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()}`;
}

/** «1.9.2026» or «01.09.2026» as an ISO day; null when there is no such day. */
export function dayTyped(text: string): string | null {
  const parts = /^\s*(\d{1,2})[.,/](\d{1,2})[.,/](\d{4})\s*$/.exec(text);
  if (parts === null) {
    return null;
  }
  const [d, m, y] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const at = new Date(Date.UTC(y, m - 1, d));
  return at.getUTCMonth() === m - 1 && at.getUTCDate() === d ? `${y}-${two(m)}-${two(d)}` : null;
}

/** «9», «930», «9:30» or «09.30» as «09:30»; null when there is no such time. */
export function timeTyped(text: string): string | null {
  const parts = /^\s*(\d{1,2})(?:[:.,]?(\d{2}))?\s*$/.exec(text);
  const [h, m] = [Number(parts?.[1]), Number(parts?.[2] ?? 0)];
  return parts !== null && h < 24 && m < 60 ? `${two(h)}:${two(m)}` : null;
}

export function dateTime(iso: string): string {
  return `${day(iso)}${NO_BREAK}${timeOfDay(iso)}`;
}

/** Short form for lists: the hour today, «02.09» this year, «02.09.2025» before. */
export function shortDate(iso: string, nowMs: number): string {
  const at = new Date(iso);
  const now = new Date(nowMs);
  if (!DAY_ONLY.test(iso) && at.toDateString() === now.toDateString()) {
    return timeOfDay(iso);
  }
  return at.getFullYear() === now.getFullYear() ? day(iso).slice(0, 5) : day(iso);
}

/** A meter's figure: comma, no more places than it has, thousands apart. */
export function reading(value: number): string {
  const [whole = '0', rest] = String(value).split('.');
  return rest === undefined ? thousands(Number(whole)) : `${thousands(Number(whole))},${rest}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
