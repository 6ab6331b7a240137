import type { ReactNode } from 'react';
import css from './SuggestList.module.css';

/** What was found for the words in a combobox; the one at `at` is what Enter takes. */
export function SuggestList<T>({ id, label, hits, at, keyOf, onTake, children }: {
  id: string; label: string; hits: readonly T[]; at: number; keyOf(hit: T): string; onTake(hit: T): void;
  children(hit: T): ReactNode;
}) {
  return (
    <ul id={id} role="listbox" aria-label={label} className={css.list} hidden={hits.length === 0}>
      {hits.map((hit, index) => (
        <li
          key={keyOf(hit)}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className={`${css.option} ${index === at ? css.at : ''}`}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(hit);
          }}
        >
          {children(hit)}
        </li>
      ))}
    </ul>
  );
}
