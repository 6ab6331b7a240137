import { beforeEach, expect, it } from 'vitest';
import { changeDraft, dropDraft, forgetDrafts, listDrafts, readDraft } from './drafts';

beforeEach(() => forgetDrafts());

const NOW = Date.parse('2026-11-21T10:00:00Z');
const DAY = 24 * 3_600_000;

it('keeps what was typed, with one key for one draft', () => {
  const key = readDraft('c1').idempotencyKey;
  changeDraft('c1', { text: 'капает' }, NOW);
  changeDraft('c1', { text: 'капает с потолка' }, NOW);
  expect(readDraft('c1')).toMatchObject({ text: 'капает с потолка', idempotencyKey: key });
  expect(JSON.parse(localStorage.getItem('zhkh.draft.c1') ?? '')).toMatchObject({ idempotencyKey: key });
});

it('the next draft of the same call has another key', () => {
  const key = readDraft('c1').idempotencyKey;
  changeDraft('c1', { text: 'капает' }, NOW);
  dropDraft('c1');
  expect(readDraft('c1').idempotencyKey).not.toBe(key);
  expect(readDraft('c1').text).toBe('');
});

it('lists only drafts with words in them, newest first', () => {
  changeDraft('old', { text: 'раз' }, NOW - 1_000);
  changeDraft('new', { text: 'два' }, NOW);
  changeDraft('blank', { text: '  ' }, NOW);
  expect(listDrafts(NOW).map((draft) => draft.subject)).toEqual(['new', 'old']);
});

it('sweeps away drafts older than a week and those over fifty', () => {
  changeDraft('ancient', { text: 'давно' }, NOW - 8 * DAY);
  for (let index = 0; index < 55; index += 1) {
    changeDraft(`c${index}`, { text: 'текст' }, NOW - index);
  }
  expect(listDrafts(NOW)).toHaveLength(50);
  expect(localStorage.getItem('zhkh.draft.ancient')).toBeNull();
  expect(localStorage.getItem('zhkh.draft.c54')).toBeNull();
});

it('a damaged draft is as good as none', () => {
  localStorage.setItem('zhkh.draft.bad', '{"subject":');
  expect(readDraft('bad').text).toBe('');
});
