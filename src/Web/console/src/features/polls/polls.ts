import { request } from '../../http';

export type PollState = 'waiting' | 'called' | 'rated' | 'noAnswer' | 'withdrawn';

/** The robot's question after the work, and what the resident answered. */
export interface Poll {
  state: PollState;
  score: number | null;
  hasComment: boolean;
  recordingId: string | null;
  at: string | null;
}

export interface Satisfaction {
  average: number | null;
  count: number;
  byScore: { score: number; count: number }[];
  byCrew: { crew: string; average: number; count: number; name?: string | null }[];
  low: { ticketId: string; number: number; score: number; at: string; recordingId: string | null }[];
}

export const LOW_SCORE = 2;
export const SCORES = [5, 4, 3, 2, 1] as const;

export const getSatisfaction = (organisation: string, from: string, to: string) =>
  request<Satisfaction>(`/api/reports/satisfaction?organisation=${encodeURIComponent(organisation)}`
    + `&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);

/** Every score has its line, also the one nobody gave. */
export function countsOf(report: Pick<Satisfaction, 'byScore'>): { score: number; count: number }[] {
  return SCORES.map((score) => ({
    score, count: report.byScore.find((each) => each.score === score)?.count ?? 0,
  }));
}

/** «4,6»: one place, with a comma; a dash where nobody has answered. */
export function averageText(average: number | null): string {
  return average === null ? '–' : average.toFixed(1).replace('.', ',');
}

/** The first day of a month as a date field writes it, so many months back. */
export function monthStart(nowMs: number, back = 0): string {
  const at = new Date(nowMs);
  return dayText(new Date(at.getFullYear(), at.getMonth() - back, 1));
}

export function dayText(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
