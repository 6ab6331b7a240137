import type { Action, MenuContent, MenuItem, Mode, Schedule, Variant, Weekday } from './api';

export const MODES: readonly Mode[] = ['open', 'closed', 'holiday', 'night', 'readingsOnly'];
export const WEEKDAYS: readonly Weekday[] = [
  'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday',
];
export const ACTIONS: readonly Action[] = [
  'readings', 'balance', 'person', 'queue', 'emergency', 'announcement', 'otherNumber', 'language', 'voicemail',
];

const TARGETED: ReadonlySet<Action> = new Set(['queue', 'voicemail', 'announcement', 'otherNumber']);
const WORDLESS: ReadonlySet<Action> = new Set(['queue', 'announcement', 'otherNumber']);
const PERSON: ReadonlySet<Action> = new Set(['person', 'queue', 'emergency']);

export const needsTarget = (action: Action) => TARGETED.has(action);

/** The action has no recorded words of its own: somebody must choose a sound. */
export const needsText = (action: Action) => WORDLESS.has(action);

export function leadsToPerson(variant: Variant): boolean {
  return variant.items.some((item) => item.isOn && PERSON.has(item.action));
}

/** The first digit no item has; null when all ten are taken. */
export function freeKey(variant: Variant): string | null {
  return [...'1234567890'].find((key) => variant.items.every((item) => item.key !== key)) ?? null;
}

export function withItem(variant: Variant, index: number, part: Partial<MenuItem>): Variant {
  return {
    ...variant,
    items: variant.items.map((item, at) => {
      if (at !== index) {
        return item;
      }
      const next = { ...item, ...part };
      return part.action !== undefined && part.action !== item.action ? { ...next, target: null } : next;
    }),
  };
}

/** One step up or down; the ends of the list stop it. */
export function moved(variant: Variant, index: number, step: -1 | 1): Variant {
  const other = index + step;
  const here = variant.items[index];
  const there = variant.items[other];
  if (here === undefined || there === undefined) {
    return variant;
  }
  const items = [...variant.items];
  items[index] = there;
  items[other] = here;
  return { ...variant, items };
}

/** A mode gets a menu of its own, beginning as the one of working hours; or loses it again. */
export function withMode(menu: MenuContent, mode: Mode, isOwn: boolean): MenuContent {
  const variants = { ...menu.variants };
  if (!isOwn) {
    delete variants[mode];
  } else if (menu.variants.open !== undefined) {
    variants[mode] = { ...menu.variants.open, items: menu.variants.open.items.map((item) => ({ ...item })) };
  }
  return { variants };
}

export type VariantFault = 'empty' | 'keyTwice' | 'target' | 'text' | 'noPerson' | 'personDespite';

/** What is wrong with a variant before the host is asked. */
export function faultsOf(variant: Variant): VariantFault[] {
  const keys = variant.items.map((item) => item.key);
  const faults: [VariantFault, boolean][] = [
    ['empty', !variant.items.some((item) => item.isOn)],
    ['keyTwice', new Set(keys).size !== keys.length],
    ['target', variant.items.some((item) => needsTarget(item.action) && (item.target ?? '') === '')],
    ['text', variant.items.some((item) => needsText(item.action) && item.text === null)],
    ['noPerson', !variant.withoutPerson && !leadsToPerson(variant)],
    ['personDespite', variant.withoutPerson
      && variant.items.some((item) => item.isOn && (item.action === 'person' || item.action === 'queue'))],
  ];
  return faults.filter(([, isWrong]) => isWrong).map(([fault]) => fault);
}

export function emptySchedule(): Schedule {
  const day = (weekday: Weekday) => (weekday === 'saturday' || weekday === 'sunday' ? [] : ['08:00-17:00']);
  return {
    week: Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, day(weekday)])) as Record<Weekday, string[]>,
    specialDays: [], night: null, monthDays: [],
  };
}

/** «9-13, 14:00-18:00» as the host reads it; what is no hours stays as typed, and the host says why. */
export function hoursTyped(text: string): string[] {
  return text.split(/[,;]/).map((part) => part.trim()).filter((part) => part !== '').map((part) => {
    const found = /^(\d{1,2})(?::(\d{2}))?\s*[-–—]\s*(\d{1,2})(?::(\d{2}))?$/.exec(part);
    return found === null ? part
      : `${pad(found[1])}:${found[2] ?? '00'}-${pad(found[3])}:${found[4] ?? '00'}`;
  });
}

function pad(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0');
}

/** S3: readings only from one day of the month to another; the rest by the hours. */
export function readingsFromTo(from: number, to: number): Schedule['monthDays'] {
  const rules: Schedule['monthDays'] = [{ from, to, mode: 'readingsOnly' }];
  if (from > 1) {
    rules.unshift({ from: 1, to: from - 1, mode: null });
  }
  if (to < 31) {
    rules.push({ from: to + 1, to: 31, mode: null });
  }
  return rules;
}

/** A day and a time of the organisation's wall as an instant of the world. */
export function instantOf(day: string, time: string, zone: string): string | null {
  const wall = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(wall)) {
    return null;
  }
  // Asked twice: the offset of the guess may be that of the other side of a clock change.
  const first = wall - offsetAt(wall, zone);
  return new Date(wall - offsetAt(first, zone)).toISOString();
}

function offsetAt(ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit',
    minute: '2-digit', second: '2-digit',
  }).formatToParts(ms);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - ms;
}

/** An instant of the world as a day and a time of the organisation's wall. */
export function wallOf(instant: string, zone: string): { day: string; time: string } {
  const ms = Date.parse(instant);
  const wall = new Date(ms + offsetAt(ms, zone)).toISOString();
  return { day: wall.slice(0, 10), time: wall.slice(11, 16) };
}

/** Today on the organisation's wall, «2026-11-22». */
export function todayIn(ms: number, zone: string): string {
  return new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, 10);
}
