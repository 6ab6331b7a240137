import { useState } from 'react';
import { dayTyped, day } from '../format';
import field from './Field.module.css';

/** A day as people write it, «31.08.2026», whatever the language of the browser; `''` while it is none. */
export function DateField({ id, value, className = '', required = false, onChange }: {
  id: string; value: string; className?: string; required?: boolean; onChange(iso: string): void;
}) {
  const [text, setText] = useState(value === '' ? '' : day(value));
  const [kept, setKept] = useState(value);
  if (value !== kept) {
    setKept(value);
    if (value !== (dayTyped(text) ?? '')) {
      setText(value === '' ? '' : day(value));
    }
  }
  return (
    <input
      id={id}
      className={`${field.input} ${className}`}
      inputMode="numeric"
      autoComplete="off"
      placeholder="31.12.2026"
      maxLength={10}
      required={required}
      aria-invalid={text !== '' && dayTyped(text) === null}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(dayTyped(event.currentTarget.value) ?? '');
      }}
    />
  );
}
