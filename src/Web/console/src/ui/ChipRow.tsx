import { useRef, type KeyboardEvent } from 'react';
import css from './ChipRow.module.css';
import { Kbd } from './Kbd';

export interface Chip<T extends string> {
  value: T;
  label: string;
  tone?: 'accent' | 'crit';
}

interface Props<T extends string> {
  label: string;
  chips: readonly Chip<T>[];
  value: T | null;
  numbered?: boolean;
  /** The first thing a window asks. */
  autofocus?: boolean;
  onPick(value: T): void;
}

/** One choice of several; arrows move, digits pick while the row has the focus. */
export function ChipRow<T extends string>({
  label, chips, value, numbered = false, autofocus = false, onPick,
}: Props<T>) {
  const row = useRef<HTMLDivElement>(null);
  const current = Math.max(0, chips.findIndex((chip) => chip.value === value));

  const pick = (index: number) => {
    const chip = chips[(index + chips.length) % chips.length];
    if (chip !== undefined) {
      onPick(chip.value);
      row.current?.querySelectorAll<HTMLElement>('[role=radio]')[chips.indexOf(chip)]?.focus();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (digit !== undefined && Number(digit) <= chips.length) {
      event.preventDefault();
      pick(Number(digit) - 1);
    } else if (event.code === 'ArrowRight' || event.code === 'ArrowDown') {
      event.preventDefault();
      pick(current + 1);
    } else if (event.code === 'ArrowLeft' || event.code === 'ArrowUp') {
      event.preventDefault();
      pick(current - 1);
    }
  };

  return (
    <div ref={row} className={css.row} role="radiogroup" aria-label={label} onKeyDown={onKeyDown}>
      {chips.map((chip, index) => (
        <button
          key={chip.value}
          type="button"
          role="radio"
          aria-checked={chip.value === value}
          tabIndex={index === current ? 0 : -1}
          data-autofocus={autofocus && index === current || undefined}
          className={`${css.chip} ${chip.value === value ? css[chip.tone ?? 'accent'] : ''}`}
          onClick={() => onPick(chip.value)}
        >
          {numbered && index < 9 && <Kbd keys={String(index + 1)} />}
          {chip.label}
        </button>
      ))}
    </div>
  );
}
