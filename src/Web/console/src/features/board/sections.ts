/** The sections of the console: one line each, in the order of the top bar. `label` is a key of the texts. */
export interface Section {
  path: string;
  label: string;
  roles: readonly string[];
  /** The chord of keys.ts that leads there from anywhere. */
  code?: string;
}

const DESK = ['dispatcher', 'supervisor', 'admin'];
const OFFICE = [...DESK, 'clerk'];

export const SECTIONS: readonly Section[] = [
  { path: '/', label: 'nav.board', roles: DESK, code: 'Alt+KeyQ' },
  { path: '/tickets', label: 'nav.tickets', roles: OFFICE, code: 'Alt+KeyI' },
  { path: '/outages', label: 'outages.title', roles: OFFICE, code: 'Alt+KeyO' },
  { path: '/journal', label: 'journal.title', roles: OFFICE, code: 'Alt+KeyU' },
  { path: '/crews', label: 'crews.title', roles: OFFICE, code: 'Alt+KeyN' },
  { path: '/reports/satisfaction', label: 'polls.title', roles: OFFICE, code: 'Alt+KeyY' },
];

export function sectionsFor(role: string): readonly Section[] {
  return SECTIONS.filter((section) => section.roles.includes(role));
}

/** «Alt+KeyA» as it stands on a key cap. */
export function keyCap(chord: string): string {
  return chord.split('+').map((part) => part.replace(/^(?:Key|Digit)/, '')).join(' ');
}
