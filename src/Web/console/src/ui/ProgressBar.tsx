import type { ReactNode } from 'react';
import { count } from '../format';
import css from './ProgressBar.module.css';

/** How far a long work is: a bar and the same in words. */
export function ProgressBar({ label, done, total, children }: {
  label: string; done: number; total: number; children?: ReactNode;
}) {
  const percent = total === 0 ? 0 : Math.min(100, Math.round((done / total) * 100));
  return (
    <div className={css.box}>
      <div className={css.track} role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={total}
        aria-valuenow={done}>
        <div className={css.fill} style={{ width: `${percent}%` }} />
      </div>
      <span className={css.text}>{children ?? `${count(done)} / ${count(total)}`}</span>
    </div>
  );
}
