import { useEffect, useRef } from 'react';

export interface KeyOptions {
  /** Single characters must not fire while somebody types (WCAG 2.1.4). */
  outsideFields?: boolean;
  enabled?: boolean;
}

type Act = (event: KeyboardEvent) => void;
interface Entry { act: Act; outsideFields: boolean }

const table = new Map<string, Entry[]>();

/**
 * The chord of a key press by the place of the key, so that it is the same on every layout:
 * the key that prints «л» on ЙЦУКЕН is KeyK as well.
 */
export function chordOf(event: KeyboardEvent): string {
  const code = event.code === 'NumpadEnter' ? 'Enter' : event.code;
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey ? 'Shift' : '',
    code,
  ];
  return parts.filter((part) => part !== '').join('+');
}

function inField(event: KeyboardEvent): boolean {
  const target = event.target;
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.isComposing) {
    return;
  }
  const entry = table.get(chordOf(event))?.at(-1);
  if (entry === undefined || (entry.outsideFields && inField(event))) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (!event.repeat) {
    entry.act(event);
  }
}

/** Begins to listen; the capture phase makes the keys work inside every field and dialog. */
export function listenToKeys(): () => void {
  window.addEventListener('keydown', onKeyDown, { capture: true });
  return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
}

/** The component that took a chord last has it, and gives it back when it goes. */
export function useKey(chord: string, act: Act, options: KeyOptions = {}): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const enabled = options.enabled ?? true;
  const outsideFields = options.outsideFields ?? false;
  useEffect(() => {
    if (!enabled) {
      return undefined;
    }
    const entry: Entry = { act: (event) => latest.current(event), outsideFields };
    table.set(chord, [...(table.get(chord) ?? []), entry]);
    return () => {
      table.set(chord, (table.get(chord) ?? []).filter((each) => each !== entry));
    };
  }, [chord, enabled, outsideFields]);
}
