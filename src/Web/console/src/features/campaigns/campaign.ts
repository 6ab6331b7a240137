import type { CampaignProgress, CampaignWish, Lines, Preview } from './api';

/** Whom to call, ready made: months and minor units of debt. */
export const PRESETS = [
  { id: 'usual', monthsFrom: 3, debtFrom: 300_000 },
  { id: 'early', monthsFrom: 2, debtFrom: 100_000 },
  { id: 'heavy', monthsFrom: 6, debtFrom: 1_000_000 },
] as const;

export type PresetId = (typeof PRESETS)[number]['id'];

/** Which of the ready made choices a wish is; null when it is one of its own. */
export function presetOf(wish: Pick<CampaignWish, 'monthsFrom' | 'debtFrom'>): PresetId | null {
  return PRESETS.find((each) => each.monthsFrom === wish.monthsFrom && each.debtFrom === wish.debtFrom)?.id ?? null;
}

/** Ends of a conversation with a living person, whatever he said. */
const SPOKEN = new Set(['confirmed', 'refused', 'wrongPerson', 'hungUpEarly', 'optOut', 'promiseToPay',
  'transferredToOperator', 'disputed']);

/** Of those tried, how many lifted the receiver, in whole per cent; null while nobody was tried. */
export function reachedPercent(progress: CampaignProgress): number | null {
  return share(progress, (each) => SPOKEN.has(each));
}

export function promisedPercent(progress: CampaignProgress): number | null {
  return progress.ended === 0 ? null : Math.round((progress.promised / progress.ended) * 100);
}

export function countOf(progress: CampaignProgress, disposition: string): number {
  return progress.byDisposition.find((each) => each.disposition === disposition)?.count ?? 0;
}

function share(progress: CampaignProgress, counts: (disposition: string) => boolean): number | null {
  if (progress.ended === 0) {
    return null;
  }
  const reached = progress.byDisposition
    .reduce((all, each) => all + (counts(each.disposition) ? each.count : 0), 0);
  return Math.min(100, Math.round((reached / progress.ended) * 100));
}

/** How many lines stay for the residents, and of how many in all. */
export function linesKept(lines: Lines): { kept: number; all: number } {
  const all = lines.capacity ?? lines.max + lines.reservedForResidents;
  return { kept: Math.max(lines.reservedForResidents, all - lines.max), all };
}

const MINUTE = /^([01]\d|2[0-3]):[0-5]\d$/;

export type WishFault = 'name' | 'debt' | 'months' | 'hours' | 'lines' | 'pace';

/** What is wrong with a wish before the host is asked; empty when nothing is. */
export function faultsOf(wish: CampaignWish): WishFault[] {
  const faults: [WishFault, boolean][] = [
    ['name', wish.name.trim() === ''],
    ['debt', !Number.isSafeInteger(wish.debtFrom) || wish.debtFrom <= 0],
    ['months', !Number.isInteger(wish.monthsFrom) || wish.monthsFrom < 1 || wish.monthsFrom > 600],
    ['hours', !MINUTE.test(wish.hours.from) || !MINUTE.test(wish.hours.to) || wish.hours.from >= wish.hours.to],
    ['lines', !Number.isInteger(wish.linesMax) || wish.linesMax < 1],
    ['pace', !Number.isInteger(wish.callsPerMinute) || wish.callsPerMinute < 1],
  ];
  return faults.filter(([, isWrong]) => isWrong).map(([fault]) => fault);
}

/** Whole units of money as typed, in minor units; NaN when it is no number. */
export function minorOf(text: string): number {
  const plain = text.replace(/[\s\u00a0]/g, '').replace(',', '.');
  return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : Number.NaN;
}

const QUARTERS = ['I', 'II', 'III', 'IV'] as const;

export function quarterOf(ms: number): { quarter: string; year: number } {
  const at = new Date(ms);
  return { quarter: QUARTERS[Math.floor(at.getMonth() / 3)] ?? '', year: at.getFullYear() };
}

/** Those left out, the largest reason first. */
export function excludedOf(preview: Preview): { reason: string; count: number }[] {
  return [...preview.audience?.excluded ?? []].filter((each) => each.count > 0).sort((a, b) => b.count - a.count);
}
