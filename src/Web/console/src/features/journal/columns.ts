import type { TFunction } from 'i18next';
import { account, dateTime, phone } from '../../format';
import type { JournalRow } from './journal';

/** A column of the legal journal: its name among the texts, its width and what it says of a row. */
export interface Column {
  key: string;
  width: number;
  text(row: JournalRow, t: TFunction): string;
}

const moment = (at: string | null) => (at === null ? '' : dateTime(at));

export const COLUMNS: readonly Column[] = [
  { key: 'number', width: 76, text: (row) => String(row.number) },
  { key: 'openedAt', width: 128, text: (row) => dateTime(row.openedAt) },
  { key: 'status', width: 118, text: (row, t) => t(`status.${row.status}`) },
  { key: 'address', width: 210, text: (row) => row.address ?? '' },
  { key: 'text', width: 280, text: (row) => row.text },
  { key: 'category', width: 140, text: (row, t) => t(`category.${row.category}`, { defaultValue: row.category }) },
  { key: 'priority', width: 96, text: (row, t) => t(`priority.${row.priority}`) },
  { key: 'dueAt', width: 128, text: (row) => moment(row.dueAt) },
  { key: 'clause', width: 150, text: (row) => row.clause ?? '' },
  { key: 'plannedUntil', width: 128, text: (row) => moment(row.plannedUntil) },
  { key: 'crew', width: 140, text: (row) => row.crew ?? '' },
  { key: 'assignedAt', width: 128, text: (row) => moment(row.assignedAt) },
  { key: 'arrivedAt', width: 128, text: (row) => moment(row.arrivedAt) },
  { key: 'localisedAt', width: 128, text: (row) => moment(row.localisedAt) },
  { key: 'doneAt', width: 128, text: (row) => moment(row.doneAt) },
  { key: 'closedAt', width: 128, text: (row) => moment(row.closedAt) },
  { key: 'notifiedAt', width: 128, text: (row) => moment(row.notifiedAt) },
  { key: 'person', width: 180, text: (row) => row.person ?? '' },
  { key: 'phone', width: 140, text: (row) => (row.phone === null ? '' : phone(row.phone)) },
  { key: 'account', width: 96, text: (row) => (row.accountNumber === null ? '' : account(row.accountNumber)) },
  { key: 'channel', width: 110, text: (row, t) => (row.channel === null ? '' : t(`source.${row.channel}`, {
    defaultValue: row.channel,
  })) },
  { key: 'openedBy', width: 130, text: (row) => row.openedBy ?? '' },
  { key: 'recording', width: 84, text: (row, t) => (row.hasRecording ? t('journal.yes') : '') },
  { key: 'rating', width: 72, text: (row) => (row.rating === null ? '' : String(row.rating)) },
];

export const TABLE_WIDTH = COLUMNS.reduce((sum, column) => sum + column.width, 0);
