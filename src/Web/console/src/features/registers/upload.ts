import { decimal } from '../../format';

/** As much as the host takes. */
export const FILE_MAX = 64 * 1024 * 1024;

const KEPT = 'zhkh.register.profile.';
const UNITS = ['B', 'KB', 'MB'] as const;

/** The profile that this organisation's last file was read by. */
export function keptProfile(organisation: string): string | null {
  return localStorage.getItem(KEPT + organisation);
}

export function keepProfile(organisation: string, profile: string): void {
  localStorage.setItem(KEPT + organisation, profile);
}

/** The size of a file, one place after the comma. */
export function sizeOf(bytes: number): string {
  const step = bytes < 1024 ? 0 : bytes < 1024 * 1024 ? 1 : 2;
  const value = bytes / 1024 ** step;
  return `${decimal(step === 0 ? String(value) : value.toFixed(1).replace(/\.0$/, ''))} ${UNITS[step] ?? ''}`;
}
