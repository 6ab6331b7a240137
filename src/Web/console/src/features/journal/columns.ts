import type { TFunction } from 'i18next';
import { account, dateTime, phone } from '../../format';
import { judgedBy, type JournalRow } from './journal';

/** A column of the legal journal: its name among the texts, its width and what it says of a row. */
export interface Column {
  key: string;
  width: number;
  text(row: JournalRow, t: TFunction): string;
}

const moment = (at: string | null) => (at === null ? '' : dateTime(at));

export const COLUMNS: readonly Column[] = [
  { key: 'number', width: 76, text: (row) => String(row.number) },
  { key: 'openedAt', width: 146, text: (row) => dateTime(row.openedAt) },
  { key: 'status', width: 118, text: (row, t) => t(`status.${row.status}`) },
  { key: 'address', width: 210, text: (row) => row.address ?? '' },
  { key: 'text', width: 280, text: (row) => row.text },
  { key: 'category', width: 140, text: (row, t) => t(`category.${row.category}`, { defaultValue: row.category }) },
  { key: 'priority', width: 96, text: (row, t) => t(`priority.${row.priority}`) },
  { key: 'dueAt', width: 146, text: (row) => moment(judgedBy(row)?.dueAt ?? null) },
  { key: 'term', width: 100, text: (row, t) => t(`journal.terms.${row.term}`) },
  { key: 'clause', width: 150, text: (row) => judgedBy(row)?.clause ?? '' },
  { key: 'plannedUntil', width: 146, text: (row) => moment(row.plannedUntil) },
  { key: 'postponed', width: 160, text: (row) => row.postponed.join('; ') },
  { key: 'crew', width: 140, text: (row) => row.crew ?? '' },
  { key: 'assignedAt', width: 146, text: (row) => moment(row.assignedAt) },
  { key: 'startedAt', width: 146, text: (row) => moment(row.startedAt) },
  { key: 'localisedAt', width: 146, text: (row) => moment(row.localisedAt) },
  { key: 'doneAt', width: 146, text: (row) => moment(row.doneAt) },
  { key: 'result', width: 180, text: (row) => row.result ?? '' },
  { key: 'closedAt', width: 146, text: (row) => moment(row.closedAt) },
  { key: 'municipalityAt', width: 146, text: (row) => moment(row.municipalityAt) },
  { key: 'person', width: 180, text: (row) => row.person ?? '' },
  { key: 'phone', width: 140, text: (row) => (row.phone === null ? '' : phone(row.phone)) },
  { key: 'account', width: 96, text: (row) => (row.accountNumber === null ? '' : account(row.accountNumber)) },
  { key: 'channel', width: 110, text: (row, t) => t(`source.${row.channel}`, { defaultValue: row.channel }) },
  { key: 'receivedBy', width: 130, text: (row) => row.receivedBy },
  { key: 'recording', width: 84, text: (row, t) => (row.callIds.length > 0 ? t('journal.yes') : '') },
  { key: 'rating', width: 72, text: (row) => (row.rating === null ? '' : String(row.rating)) },
  { key: 'reopened', width: 84, text: (row) => (row.reopened === 0 ? '' : String(row.reopened)) },
];

export const TABLE_WIDTH = COLUMNS.reduce((sum, column) => sum + column.width, 0);
