import type { EndedBy, HeardPrompt, LineEvent } from './line';

export type Phase = 'idle' | 'calling' | 'talking' | 'ended';

/** A line of «what happens inside»: a key of the texts and what fills its blanks. */
export interface Trace {
  atMs: number;
  what: 'invite' | 'answered' | 'rtp' | 'dtmf' | 'loss' | EndedBy;
  values: Record<string, string | number>;
}

export interface CallState {
  phase: Phase;
  beganMs: number;
  answeredMs: number | null;
  endedMs: number | null;
  heard: readonly HeardPrompt[];
  keys: string;
  traces: readonly Trace[];
}

export const IDLE: CallState = {
  phase: 'idle', beganMs: 0, answeredMs: null, endedMs: null, heard: [], keys: '', traces: [],
};

const LOSS_WORTH_SAYING = 0.5;

export function dialled(nowMs: number): CallState {
  return { ...IDLE, phase: 'calling', beganMs: nowMs };
}

export function take(state: CallState, event: LineEvent, nowMs: number): CallState {
  const trace = (what: Trace['what'], values: Trace['values'] = {}): readonly Trace[] => (
    [...state.traces, { atMs: nowMs - state.beganMs, what, values }]);
  switch (event.type) {
    case 'calling':
      return { ...state, traces: trace('invite', { phone: event.phone, to: event.to, exchange: event.exchange }) };
    case 'answered': {
      const answered = trace('answered', { status: event.status, ms: event.afterMs });
      return {
        ...state,
        phase: 'talking',
        answeredMs: nowMs,
        traces: [...answered, {
          atMs: nowMs - state.beganMs, what: 'rtp', values: { codec: event.codec, media: event.media },
        }],
      };
    }
    case 'heard': {
      const heard = [...state.heard.slice(0, event.first), ...event.lines];
      const lost = event.lossPercent > LOSS_WORTH_SAYING && !state.traces.some((each) => each.what === 'loss');
      return { ...state, heard, traces: lost ? trace('loss', { percent: Math.round(event.lossPercent) }) : state.traces };
    }
    case 'key':
      return { ...state, keys: state.keys + event.key, traces: trace('dtmf', { key: event.key }) };
    case 'ended':
      return {
        ...state,
        phase: 'ended',
        endedMs: nowMs,
        traces: trace(event.by, { status: event.status ?? 0, reason: event.reason ?? '' }),
      };
  }
}

/** A number, a month or a later part goes on with the phrase before it: «по вашему счёту за» «ноябрь» «к оплате» … */
const GOES_ON = /\/|\.\d+$/;

/** Prompts as they were spoken: one list for each phrase. */
export function phrasesOf(heard: readonly HeardPrompt[]): HeardPrompt[][] {
  const phrases: HeardPrompt[][] = [];
  for (const each of heard) {
    const last = phrases.at(-1);
    if (last !== undefined && GOES_ON.test(each.id)) {
      last.push(each);
    } else {
      phrases.push([each]);
    }
  }
  return phrases;
}
