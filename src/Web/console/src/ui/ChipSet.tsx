import type { KeyboardEvent } from 'react';
import type { Chip } from './ChipRow';
import css from './ChipRow.module.css';
import { Kbd } from './Kbd';

interface Props<T extends string> {
  label: string;
  chips: readonly Chip<T>[];
  values: readonly T[];
  onChange(values: T[]): void;
}

/** Several of many; digits switch a chip while one of them has the focus. */
export function ChipSet<T extends string>({ label, chips, values, onChange }: Props<T>) {
  const toggle = (value: T) => onChange(values.includes(value)
    ? values.filter((each) => each !== value)
    : [...values, value]);

  const onKeyDown = (event: KeyboardEvent) => {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const chip = digit === undefined ? undefined : chips[Number(digit) - 1];
    if (chip !== undefined && !event.ctrlKey && !event.altKey && !event.metaKey) {
      event.preventDefault();
      toggle(chip.value);
    }
  };

  return (
    <div className={css.row} role="group" aria-label={label} onKeyDown={onKeyDown}>
      {chips.map((chip, index) => {
        const on = values.includes(chip.value);
        return (
          <button
            key={chip.value}
            type="button"
            aria-pressed={on}
            className={`${css.chip} ${on ? css[chip.tone ?? 'accent'] : ''}`}
            onClick={() => toggle(chip.value)}
          >
            {index < 9 && <Kbd keys={String(index + 1)} />}
            {chip.label}
          </button>
        );
      })}
    </div>
  );
}
