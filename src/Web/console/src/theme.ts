import { createTheme } from '@mantine/core';

/** Looks live in tokens.css; the component library only gets the names it must know. */
export const theme = createTheme({
  fontFamily: 'var(--font)',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
});

export type Scheme = 'light' | 'dark';
export type Density = 'compact' | 'normal' | 'large';

const SCHEME = 'zhkh.scheme';
const DENSITY = 'zhkh.density';

export function chosenScheme(): Scheme {
  const kept = localStorage.getItem(SCHEME);
  if (kept === 'light' || kept === 'dark') {
    return kept;
  }
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

export function chosenDensity(): Density {
  const kept = localStorage.getItem(DENSITY);
  return kept === 'compact' || kept === 'large' ? kept : 'normal';
}

export function keepScheme(scheme: Scheme): void {
  localStorage.setItem(SCHEME, scheme);
  document.documentElement.dataset['mantineColorScheme'] = scheme;
}

export function keepDensity(density: Density): void {
  localStorage.setItem(DENSITY, density);
  document.documentElement.dataset['density'] = density;
}
