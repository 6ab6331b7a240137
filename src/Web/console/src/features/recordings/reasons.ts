import type { TFunction } from 'i18next';

const KNOWN: Record<string, string> = {
  'disk full': 'diskFull',
  'disk almost full': 'diskAlmostFull',
  'the disk was too slow': 'diskSlow',
  'sound is missing': 'soundMissing',
};

/** Why a recording is not whole, in the person's words; what the system itself said stays as it was said. */
export const reasonOf = (reason: string, t: TFunction): string => {
  const known = KNOWN[reason];
  return known === undefined ? reason : t(`recordings.reasons.${known}`);
};
