import { createContext, useContext } from 'react';
import type { Session } from './api';

export interface Shell {
  session: Session;
  openPhone(): void;
  openSearch(): void;
}

export const ShellContext = createContext<Shell | null>(null);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) {
    throw new Error('the shell is missing');
  }
  return shell;
}
