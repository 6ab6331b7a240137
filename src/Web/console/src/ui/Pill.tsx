import type { ReactNode } from 'react';
import css from './Pill.module.css';

export type PillTone = 'plain' | 'ok' | 'crit' | 'warn' | 'info' | 'outage' | 'onFill';

export function Pill({ tone = 'plain', children }: { tone?: PillTone; children: ReactNode }) {
  return <span className={`${css.pill} ${css[tone]}`}>{children}</span>;
}
