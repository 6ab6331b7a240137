import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { chosenDensity, chosenScheme, keepDensity, keepScheme, type Density, type Scheme } from './theme';

interface Looks {
  scheme: Scheme;
  density: Density;
  setScheme(scheme: Scheme): void;
  setDensity(density: Density): void;
}

const LooksContext = createContext<Looks | null>(null);

export function LooksProvider({ children }: { children: ReactNode }) {
  const [scheme, setScheme] = useState(chosenScheme);
  const [density, setDensity] = useState(chosenDensity);
  const looks = useMemo<Looks>(() => ({
    scheme,
    density,
    setScheme: (next) => {
      keepScheme(next);
      setScheme(next);
    },
    setDensity: (next) => {
      keepDensity(next);
      setDensity(next);
    },
  }), [scheme, density]);
  return <LooksContext value={looks}>{children}</LooksContext>;
}

export function useLooks(): Looks {
  const looks = useContext(LooksContext);
  if (looks === null) {
    throw new Error('LooksProvider is missing');
  }
  return looks;
}
