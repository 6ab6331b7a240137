import type { BillingMonth, Tariff } from './api';

/** «2026-10» of a moment, by this computer's calendar. */
export function monthOf(ms: number): string {
  const at = new Date(ms);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
}

/** The month of now when nobody has begun it yet: the one that may be run beside those of the list. */
export function nextToRun(months: readonly BillingMonth[], ms: number): string | null {
  const current = monthOf(ms);
  return months.some((each) => each.month === current) ? null : current;
}

/** A price as people type it, with a comma or a point; null when it is no price. */
export function priceOf(text: string): string | null {
  const trimmed = text.replace(/[\s\u00a0]/g, '').replace(',', '.');
  return /^\d{1,9}(\.\d{1,6})?$/.test(trimmed) && Number(trimmed) > 0 ? trimmed : null;
}

export type TariffAge = 'past' | 'current' | 'future';

/** Whether a price counts on a day; `validTo` is the first day on which it does not count any more. */
export function ageOf(tariff: Tariff, day: string): TariffAge {
  if (tariff.validFrom > day) {
    return 'future';
  }
  return tariff.validTo !== null && tariff.validTo <= day ? 'past' : 'current';
}

/** By service, the newest price first. */
export function sorted(tariffs: readonly Tariff[]): Tariff[] {
  return [...tariffs].sort((a, b) => a.service.localeCompare(b.service) || b.validFrom.localeCompare(a.validFrom));
}
