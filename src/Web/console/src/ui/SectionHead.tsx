import type { ReactNode } from 'react';
import css from './SectionHead.module.css';

interface Props {
  title: string;
  count?: number;
  alarming?: boolean;
  aside?: ReactNode;
  id?: string;
}

/** The only capitals on the screen: the name of a list, how many are in it, and what can be done. */
export function SectionHead({ title, count, alarming = false, aside, id }: Props) {
  return (
    <div className={css.head}>
      <h2 className={css.title} id={id}>{title}</h2>
      {count !== undefined && count > 0 && (
        <span className={`${css.count} ${alarming ? css.alarming : ''}`}>{count}</span>
      )}
      <span className={css.aside}>{aside}</span>
    </div>
  );
}
