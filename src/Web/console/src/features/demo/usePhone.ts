import { useCallback, useEffect, useRef, useState } from 'react';
import { PhoneAudio } from './audio';
import { dialled, IDLE, take, type CallState } from './callState';
import { Line } from './line';

const TOGETHER_MS = 20_000;
const MISSED_MS = 8_000;

export interface Phone {
  call: CallState;
  speaking: 'off' | 'on' | 'refused';
  dial(from: string | null, to: string): void;
  press(key: string): void;
  hangUp(): void;
  saySample(language: 'ru' | 'uk'): void;
  toggleMicrophone(): void;
  /** Calls, waits in the line for a while, gives up. */
  miss(from: string | null, to: string): void;
  /** Several at once, without sound; they hang up by themselves. */
  together(from: readonly string[], to: string): void;
}

/** The telephone on the page. Its sound is opened by the press that dials: browsers ask for a gesture. */
export function usePhone(): Phone {
  const [call, setCall] = useState<CallState>(IDLE);
  const [speaking, setSpeaking] = useState<Phone['speaking']>('off');
  const line = useRef<Line | null>(null);
  const audio = useRef<PhoneAudio | null>(null);
  const others = useRef(new Set<Line>());
  const timers = useRef(new Set<number>());

  const later = useCallback((act: () => void, ms: number) => {
    timers.current.add(window.setTimeout(act, ms));
  }, []);

  const drop = useCallback(() => {
    line.current = null;
    audio.current?.close();
    audio.current = null;
    setSpeaking('off');
  }, []);

  const dial = useCallback((from: string | null, to: string) => {
    if (line.current !== null) {
      return;
    }
    setCall(dialled(Date.now()));
    audio.current = new PhoneAudio();
    line.current = new Line(from, to, {
      onSound: (octets) => audio.current?.play(octets),
      onEvent: (event) => {
        setCall((before) => take(before, event, Date.now()));
        if (event.type === 'ended') {
          drop();
        }
      },
    });
  }, [drop]);

  const hangUp = useCallback(() => line.current?.hangUp(), []);

  const miss = useCallback((from: string | null, to: string) => {
    dial(from, to);
    const mine = line.current;
    later(() => mine?.hangUp(), MISSED_MS);
  }, [dial, later]);

  const together = useCallback((from: readonly string[], to: string) => {
    for (const each of from) {
      const other: Line = new Line(each, to, {
        onSound: () => undefined,
        onEvent: (event) => {
          if (event.type === 'ended') {
            others.current.delete(other);
          }
        },
      });
      others.current.add(other);
      later(() => other.hangUp(), TOGETHER_MS);
    }
  }, [later]);

  const toggleMicrophone = useCallback(() => {
    if (speaking === 'on') {
      audio.current?.hush();
      setSpeaking('off');
      return;
    }
    audio.current?.speak((frame) => line.current?.speak(frame)).then(
      () => setSpeaking('on'), () => setSpeaking('refused'));
  }, [speaking]);

  useEffect(() => {
    const [waiting, open] = [timers.current, others.current];
    return () => {
      waiting.forEach((timer) => window.clearTimeout(timer));
      open.forEach((other) => other.hangUp());
      line.current?.hangUp();
      audio.current?.close();
      audio.current = null;
    };
  }, []);

  const press = useCallback((key: string) => line.current?.press(key), []);
  const saySample = useCallback((language: 'ru' | 'uk') => line.current?.saySample(language), []);
  return { call, speaking, dial, press, hangUp, saySample, toggleMicrophone, miss, together };
}
