import { describe, expect, it } from 'vitest';
import { after, marks, next, nextDue, nextStep, type Order } from './order';
import {
  add, due, EMPTY, heldFor, markRefused, markSent, movesIn, pauseAfter, read, remove, shelfOf, type Waiting,
} from './outbox';
import { fitted } from './photo';
import { sayIn, wordFor } from './says';
import en from './texts/en.json';
import ru from './texts/ru.json';
import uk from './texts/uk.json';

const move = (id: string, more: Partial<Waiting> = {}): Waiting => (
  { id, kind: 'move', move: 'accept', at: '2026-11-22T10:00:00Z', ...more });

describe('the table of moves', () => {
  it('goes forward only and may skip', () => {
    expect(next('ordered', 'accept')).toBe('accepted');
    expect(next('ordered', 'done')).toBe('done');
    expect(next('onSite', 'accept')).toBeNull();
    expect(next('done', 'comment')).toBeNull();
    expect(next('declined', 'done')).toBeNull();
  });

  it('a crew cannot decline what it stands before, nor ask for time before it has answered', () => {
    expect(next('onTheWay', 'decline')).toBe('declined');
    expect(next('onSite', 'decline')).toBeNull();
    expect(next('ordered', 'needTime')).toBeNull();
    expect(next('onSite', 'needTime')).toBe('onSite');
  });

  it('shows the state as it will be when all that waits has gone', () => {
    expect(after('ordered', ['accept', 'comment', 'onTheWay'])).toBe('onTheWay');
    expect(after('done', ['accept'])).toBe('done');
  });

  it('has one next step for the thumb', () => {
    expect((['ordered', 'accepted', 'onTheWay', 'onSite', 'localised', 'done', 'withdrawn'] as const).map(nextStep))
      .toEqual(['accept', 'onTheWay', 'onSite', 'done', 'done', null, null]);
    expect([marks('accepted'), marks('localised'), marks('done')]).toEqual([1, 3, 4]);
  });

  it('counts down to the deadline that is next', () => {
    const order = { deadlines: [
      { clock: 'b', dueAt: '2026-11-25T10:00:00Z' }, { clock: 'a', dueAt: '2026-11-22T10:30:00Z' },
      { clock: 'c', dueAt: '2026-11-22T10:10:00Z', metAt: '2026-11-22T10:05:00Z' },
    ] } as unknown as Order;
    expect(nextDue(order)).toBe('2026-11-22T10:30:00Z');
  });
});

describe('the outbox', () => {
  it('sends in order, one at a time, and nothing overtakes what is held', () => {
    const box = add(add(EMPTY, move('1', { heldUntil: 2_000 })), move('2'));
    expect(due(box, 1_000)).toBeNull();
    expect(heldFor(box, 1_000)).toBe(1_000);
    expect(due(box, 2_000)?.id).toBe('1');
    expect(heldFor(box, 2_000)).toBeNull();
  });

  it('what was refused stays with its reason and lets the others pass', () => {
    const box = markRefused(add(add(EMPTY, move('1')), move('2', { move: 'onTheWay' })), '1', 'taken by others');
    expect(due(box, 0)?.id).toBe('2');
    expect(box.waiting[0]?.refused).toBe('taken by others');
    expect(movesIn(box)).toEqual(['onTheWay']);
  });

  it('what was sent is remembered, what was taken back is not', () => {
    const box = markSent(add(add(EMPTY, move('1')), move('2')), '1', 'now');
    expect(box.sent.map((each) => each.id)).toEqual(['1']);
    expect(remove(box, ['2']).waiting).toEqual([]);
    expect(markSent(box, 'unknown', 'now')).toBe(box);
  });

  it('is read back as it was kept, and a spoilt one is empty', () => {
    const box = add(EMPTY, move('1'));
    expect(read(JSON.stringify(box))).toEqual(box);
    expect(read('{')).toEqual(EMPTY);
    expect(read(null)).toEqual(EMPTY);
  });

  it('lies under a name that is not the key itself', () => {
    expect(shelfOf('secret-token')).not.toContain('secret');
    expect(shelfOf('a')).not.toBe(shelfOf('b'));
  });

  it('waits longer after each failure and never gives up', () => {
    expect([0, 1, 2, 3, 4, 50].map(pauseAfter)).toEqual([0, 2_000, 5_000, 10_000, 30_000, 30_000]);
  });
});

it('a photo is made smaller and never larger', () => {
  expect(fitted(4_000, 3_000, 1_600)).toEqual({ width: 1_600, height: 1_200 });
  expect(fitted(800, 600, 1_600)).toEqual({ width: 800, height: 600 });
});

describe('the words', () => {
  const bare = (texts: object) => new Set(Object.keys(texts).map((key) => key.replace(/_(one|few|many|other)$/, '')));

  it('are the same in three languages, with the same blanks', () => {
    const russian: Record<string, string> = ru;
    for (const texts of [uk, en] as Record<string, string>[]) {
      expect(bare(texts)).toEqual(bare(ru));
      for (const [key, text] of Object.entries(texts)) {
        expect(text.match(/\{\{\w+\}\}/g) ?? [], key).toEqual(russian[key]?.match(/\{\{\w+\}\}/g) ?? []);
      }
    }
  });

  it('bend with the number', () => {
    const say = sayIn('ru');
    expect(say('willGo', { count: 1 })).toBe(ru.willGo_one.replace('{{count}}', '1'));
    expect(say('willGo', { count: 3 })).toBe(ru.willGo_few.replace('{{count}}', '3'));
    expect(say('willGo', { count: 5 })).toBe(ru.willGo_many.replace('{{count}}', '5'));
    expect(sayIn('en')('willGo', { count: 2 })).toBe(en.willGo_other.replace('{{count}}', '2'));
  });

  it('a code that nobody has a word for is shown as it is', () => {
    expect(wordFor(sayIn('en'), 'state', 'unheardOf')).toBe('unheardOf');
  });
});
