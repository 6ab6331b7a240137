import type { Deadline, Page, Priority, TicketStatus } from '../../api';
import { request } from '../../http';

export type JournalTerm = 'overdue' | 'due' | 'met';

/** One line of the legal journal (журнал учёта заявок): the columns an inspector asks for. */
export interface JournalRow {
  id: string;
  number: number;
  openedAt: string;
  channel: string;
  phone: string | null;
  person: string | null;
  address: string | null;
  accountNumber: string | null;
  receivedBy: string;
  category: string;
  priority: Priority;
  text: string;
  status: TicketStatus;
  deadlines: Deadline[];
  term: JournalTerm;
  plannedUntil: string | null;
  toldBy: string | null;
  crew: string | null;
  assignedAt: string | null;
  startedAt: string | null;
  localisedAt: string | null;
  doneAt: string | null;
  closedAt: string | null;
  result: string | null;
  postponed: string[];
  municipalityAt: string | null;
  municipality: string[];
  rating: number | null;
  reopened: number;
  callIds: string[];
}

export const STATUSES = [
  'new', 'accepted', 'assigned', 'inProgress', 'localised', 'done', 'closed', 'rejected',
] as const;

export const TERMS = ['overdue', 'due', 'met'] as const;

export interface JournalFilter {
  organisation: string;
  houseId: string;
  from: string;
  to: string;
  status: string;
  term: string;
}

export const PAGE = 200;

/** The filter as the host reads it: what is not chosen is left out, so that one link fits screen and file. */
export function queryOf(filter: JournalFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== '') {
      query.set(name, value as string);
    }
  }
  return query.toString();
}

export const getJournal = (filter: JournalFilter, after: string | null) =>
  request<Page<JournalRow>>(`/api/journal?${queryOf(filter)}&limit=${PAGE}`
    + (after === null ? '' : `&after=${encodeURIComponent(after)}`));

export const xlsxUrl = (filter: JournalFilter) => `/api/journal.xlsx?${queryOf(filter)}`;

/** Where a key press leads in a list of so many rows; null when it is not for the list. */
export function stepTo(code: string, at: number, count: number, pageRows: number): number | null {
  const last = count - 1;
  const to = {
    ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + pageRows, PageUp: at - pageRows, Home: 0, End: last,
  }[code];
  return to === undefined || count === 0 ? null : Math.min(Math.max(0, to), last);
}

/** The deadline a row is judged by: the first that is open, else the last that was met. */
export function judgedBy(row: Pick<JournalRow, 'deadlines'>): Deadline | null {
  const sorted = [...row.deadlines].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  return sorted.find((each) => each.metAt === null) ?? sorted.at(-1) ?? null;
}
