import { describe, expect, it } from 'vitest';
import { dialled, phrasesOf, take, type CallState } from './callState';
import type { LineEvent } from './line';

const run = (events: LineEvent[]): CallState => events.reduce(
  (state, event, index) => take(state, event, 1000 + index * 10), dialled(1000));

const line = (id: string) => ({ id, language: 'ru', atMs: 0, text: id });

describe('a call as the page sees it', () => {
  it('goes from dialling through the talk to its end', () => {
    const state = run([
      { type: 'calling', from: '+7', to: '100', phone: '127.0.0.1:1', exchange: '127.0.0.1:5060' },
      { type: 'answered', afterMs: 12, status: 200, codec: 'PCMA', media: '127.0.0.1:10000' },
      { type: 'key', key: '1' },
      { type: 'ended', by: 'bye' },
    ]);
    expect(state.phase).toBe('ended');
    expect(state.keys).toBe('1');
    expect(state.traces.map((trace) => trace.what)).toEqual(['invite', 'answered', 'rtp', 'dtmf', 'bye']);
    expect(state.endedMs).toBe(1030);
  });

  it('replaces the prompts that were not certain yet', () => {
    const state = run([
      { type: 'heard', first: 0, lossPercent: 0, lines: [line('greet.open'), line('number/20')] },
      { type: 'heard', first: 1, lossPercent: 0, lines: [line('number/21')] },
    ]);
    expect(state.heard.map((each) => each.id)).toEqual(['greet.open', 'number/21']);
  });

  it('is read phrase by phrase', () => {
    const heard = ['bal.total_debt', 'month/11', 'bal.total_debt.2', 'number/8', 'menu.main', 'menu.main.2'].map(line);
    expect(phrasesOf(heard).map((phrase) => phrase.map((each) => each.id))).toEqual([
      ['bal.total_debt', 'month/11', 'bal.total_debt.2', 'number/8'], ['menu.main', 'menu.main.2'],
    ]);
  });

  it('says once that packets were lost', () => {
    const state = run([
      { type: 'heard', first: 0, lossPercent: 3, lines: [line('a')] },
      { type: 'heard', first: 1, lossPercent: 4, lines: [line('b')] },
    ]);
    expect(state.traces.filter((trace) => trace.what === 'loss')).toHaveLength(1);
  });
});
