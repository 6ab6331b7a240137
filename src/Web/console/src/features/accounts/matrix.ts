import type { AccountMonth, AccountMonths } from './api';

/** The totals that stand right of the services, in the order of the columns. */
export const TOTALS = ['recalculated', 'penalty', 'paid', 'closing'] as const;
export type Total = (typeof TOTALS)[number];

/** A cell that a person may stand on: a service of a month, all services, or a total. */
export interface Place {
  row: number;
  column: number;
}

/** Services in the order in which the months name them first, the newest month first. */
export function servicesOf(months: readonly AccountMonth[]): string[] {
  return [...new Set(months.flatMap((month) => month.services.map((each) => each.service)))];
}

/** What a service cost in a month, corrections included; null when it was not charged at all. */
export function costOf(month: AccountMonth, service: string): number | null {
  const sums = month.services.find((each) => each.service === service);
  return sums === undefined ? null : sums.charged + sums.recalculated;
}

/** What the services of the shown months cost together, one sum per service. */
export function costsOf(months: readonly AccountMonth[], service: string): number {
  return months.reduce((total, month) => total + (costOf(month, service) ?? 0), 0);
}

export function totalOf(months: readonly AccountMonth[], total: Exclude<Total, 'closing'> | 'charged'): number {
  return months.reduce((sum, month) => sum + month[total], 0);
}

/** The newest first; months to come and months in which the account had nothing yet are left out. */
export function newestFirst(answer: AccountMonths, current: string): AccountMonth[] {
  return answer.months
    .filter((each) => each.month <= current && !isEmpty(each))
    .sort((a, b) => b.month.localeCompare(a.month));
}

function isEmpty(month: AccountMonth): boolean {
  return month.services.length === 0 && month.opening === 0 && month.closing === 0 && month.charged === 0
    && month.paid === 0;
}

const PAGE = 6;

/** Where a key leads from a place of the table; null when the key is not for moving. */
export function moved(from: Place, code: string, ctrl: boolean, rows: number, columns: number): Place | null {
  const to = step(from, code, ctrl, rows, columns);
  return to === null ? null : {
    row: Math.max(0, Math.min(rows - 1, to.row)),
    column: Math.max(0, Math.min(columns - 1, to.column)),
  };
}

function step({ row, column }: Place, code: string, ctrl: boolean, rows: number, columns: number): Place | null {
  switch (code) {
    case 'ArrowUp': return { row: row - 1, column };
    case 'ArrowDown': return { row: row + 1, column };
    case 'ArrowLeft': return { row, column: column - 1 };
    case 'ArrowRight': return { row, column: column + 1 };
    case 'PageUp': return { row: row - PAGE, column };
    case 'PageDown': return { row: row + PAGE, column };
    case 'Home': return { row: ctrl ? 0 : row, column: 0 };
    case 'End': return { row: ctrl ? rows - 1 : row, column: columns - 1 };
    default: return null;
  }
}
