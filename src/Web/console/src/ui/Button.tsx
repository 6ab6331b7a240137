import type { ButtonHTMLAttributes, ReactNode } from 'react';
import css from './Button.module.css';
import { Kbd } from './Kbd';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  tone?: 'plain' | 'primary' | 'danger' | 'quiet' | 'onFill';
  keys?: string;
  size?: 'small' | 'normal';
  children: ReactNode;
}

export function Button({ tone = 'plain', size = 'normal', keys, children, className, ...rest }: ButtonProps) {
  const classes = [css.button, css[tone], css[size], className].filter(Boolean).join(' ');
  return (
    <button type="button" className={classes} aria-keyshortcuts={keys?.replaceAll(' ', '+')} {...rest}>
      {children}
      {keys !== undefined && <Kbd keys={keys} />}
    </button>
  );
}
