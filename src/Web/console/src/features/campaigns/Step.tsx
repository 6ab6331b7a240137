import type { ReactNode } from 'react';
import css from './Steps.module.css';

/** One of the four steps; they stand on one page, none hides another. */
export function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className={css.step} aria-labelledby={`step-${number}`}>
      <h2 className={css.title} id={`step-${number}`}>
        <span className={css.number} aria-hidden="true">{number}</span> {title}
      </h2>
      {children}
    </section>
  );
}
