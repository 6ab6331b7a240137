import type { ReactNode } from 'react';
import css from './Empty.module.css';

/** Never a blank pane: what would be here, and what brings it. `page`: the whole page is empty. */
export function Empty({ title, hint, page = false, children }: {
  title: string; hint?: string; page?: boolean; children?: ReactNode;
}) {
  const Title = page ? 'h1' : 'p';
  return (
    <div className={css.empty}>
      <Title className={css.title}>{title}</Title>
      {hint !== undefined && <p className={css.hint}>{hint}</p>}
      {children}
    </div>
  );
}
