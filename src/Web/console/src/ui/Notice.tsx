import type { ReactNode } from 'react';
import css from './Notice.module.css';

/** An inline word about what went wrong or well, in its own place, never over the work. */
export function Notice({ tone, children }: { tone: 'error' | 'ok' | 'plain'; children: ReactNode }) {
  return (
    <div className={`${css.notice} ${css[tone]}`} role={tone === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
