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
const MONEY = ['supervisor', 'clerk', 'billing', 'admin'];

export const SECTIONS: readonly Section[] = [
  { path: '/', label: 'nav.board', roles: DESK, code: 'Alt+KeyQ' },
  { path: '/tickets', label: 'nav.tickets', roles: OFFICE, code: 'Alt+KeyI' },
  { path: '/outages', label: 'outages.title', roles: OFFICE, code: 'Alt+KeyO' },
  { path: '/accounts', label: 'nav.accounts', roles: [...OFFICE, 'billing'], code: 'Alt+KeyA' },
  { path: '/registers', label: 'nav.registers', roles: ['clerk', 'billing', 'admin'], code: 'Alt+KeyL' },
  { path: '/months', label: 'nav.months', roles: MONEY, code: 'Alt+KeyP' },
  { path: '/campaigns', label: 'nav.campaigns', roles: ['supervisor', 'billing', 'admin'], code: 'Alt+KeyC' },
  { path: '/journal', label: 'journal.title', roles: OFFICE, code: 'Alt+KeyU' },
  { path: '/recordings', label: 'recordings.title', roles: DESK, code: 'Alt+KeyS' },
  { path: '/crews', label: 'crews.title', roles: OFFICE, code: 'Alt+KeyN' },
  { path: '/reports/satisfaction', label: 'polls.title', roles: DESK, code: 'Alt+KeyY' },
  { path: '/queues', label: 'queues.title', roles: DESK, code: 'Alt+KeyG' },
  { path: '/settings/lines', label: 'lines.title', roles: ['supervisor', 'admin'], code: 'Alt+KeyX' },
  { path: '/phones', label: 'phones.title', roles: DESK, code: 'Alt+KeyB' },
  { path: '/outbox', label: 'outbox.title', roles: OFFICE, code: 'Alt+KeyR' },
  { path: '/menus', label: 'ivr.title', roles: ['supervisor', 'admin'], code: 'Alt+KeyZ' },
];

export function sectionsFor(role: string): readonly Section[] {
  return SECTIONS.filter((section) => section.roles.includes(role));
}

/** Where a person of this role begins: the desk, or the first section that is open to him. */
export function homeOf(role: string): string {
  return sectionsFor(role)[0]?.path ?? '/';
}

/** «Alt+KeyA» as it stands on a key cap. */
export function keyCap(chord: string): string {
  return chord.split('+').map((part) => part.replace(/^(?:Key|Digit)/, '')).join(' ');
}
