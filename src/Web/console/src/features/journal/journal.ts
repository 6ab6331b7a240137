import type { Page, Priority, TicketStatus } from '../../api';
import { request } from '../../http';

/** One line of the legal journal (журнал учёта заявок): the columns an inspector asks for. */
export interface JournalRow {
  ticketId: string;
  number: number;
  openedAt: string;
  channel: string | null;
  phone: string | null;
  person: string | null;
  address: string | null;
  accountNumber: string | null;
  openedBy: string | null;
  category: string;
  text: string;
  priority: Priority;
  status: TicketStatus;
  dueAt: string | null;
  clause: string | null;
  plannedUntil: string | null;
  crew: string | null;
  assignedAt: string | null;
  arrivedAt: string | null;
  localisedAt: string | null;
  doneAt: string | null;
  closedAt: string | null;
  notifiedAt: string | null;
  rating: number | null;
  isOverdue: boolean;
  hasRecording: boolean;
}

export const STATUSES = [
  'new', 'accepted', 'assigned', 'inProgress', 'localised', 'done', 'closed', 'rejected',
] as const;

export const TERMS = ['overdue', 'inTime'] as const;

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
