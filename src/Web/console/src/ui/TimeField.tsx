import { useState } from 'react';
import { timeTyped } from '../format';
import field from './Field.module.css';

/** A time of day in 24 hours, whatever the language of the browser; written out in full when one leaves it. */
export function TimeField({ id, value, isWrong = false, onChange }: {
  id: string; value: string; isWrong?: boolean; onChange(value: string): void;
}) {
  const [text, setText] = useState(value);
  return (
    <input
      id={id}
      className={field.input}
      inputMode="numeric"
      autoComplete="off"
      placeholder="09:00"
      maxLength={5}
      aria-invalid={isWrong}
      value={text}
      onBlur={() => setText(timeTyped(text) ?? text)}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(timeTyped(event.currentTarget.value) ?? '');
      }}
    />
  );
}
