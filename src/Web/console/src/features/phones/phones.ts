import type { PillTone } from '../../ui/Pill';
import type { DeskPhone, PhoneWish, Sound } from './api';

export type PhoneState = 'shut' | 'frozen' | 'inCall' | 'registered' | 'away';

/** What matters most about a phone, in this order. */
export function stateOf(phone: DeskPhone): PhoneState {
  return !phone.enabled ? 'shut'
    : phone.frozen ? 'frozen'
      : phone.callId !== null ? 'inCall'
        : phone.registered ? 'registered' : 'away';
}

export const STATE_TONES: Record<PhoneState, PillTone> = {
  shut: 'plain', frozen: 'crit', inCall: 'info', registered: 'ok', away: 'warn',
};

/** ITU-T G.107 annex B: R 80 (MOS 4.0) satisfied, R 70 (3.6) some dissatisfied, below many. */
export function toneOf(sound: Sound): PillTone {
  return sound.isOneWay || sound.mos < 3.6 ? 'crit' : sound.mos < 4 ? 'warn' : 'ok';
}

export type PhoneFault = 'extension' | 'label' | 'mac' | 'minutesPerDay';

const LABEL_MAX = 60;
const MINUTES_MAX = 1440;
/** Control characters and whatever takes two places, such as emoji: a telephone's display has none of them. */
const UNPRINTED = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/;

/** What the host would refuse, said before asking it. */
export function faultsOf(wish: PhoneWish): PhoneFault[] {
  const faults: PhoneFault[] = [];
  if (!/^2\d\d$/.test(wish.extension)) {
    faults.push('extension');
  }
  if (wish.label.length > LABEL_MAX || UNPRINTED.test(wish.label.trim())) {
    faults.push('label');
  }
  if (wish.mac !== '' && !/^[0-9a-f]{12}$/i.test(wish.mac.replace(/[:\-. ]/g, ''))) {
    faults.push('mac');
  }
  const minutes = wish.minutesPerDay;
  if (minutes !== null && !(Number.isInteger(minutes) && minutes >= 0 && minutes <= MINUTES_MAX)) {
    faults.push('minutesPerDay');
  }
  return faults;
}

/** 00:15:65:aa:bb:01 */
export function macText(mac: string | null): string {
  return mac === null ? '' : (mac.match(/../g) ?? []).join(':');
}

/** The first number of 201–299 nobody has. */
export function freeNumber(phones: readonly DeskPhone[]): string {
  const taken = new Set(phones.map((phone) => phone.extension));
  for (let number = 201; number <= 299; number++) {
    if (!taken.has(String(number))) {
      return String(number);
    }
  }
  return '';
}

export function wishOf(phone: DeskPhone): PhoneWish {
  return {
    extension: phone.extension, organisation: phone.organisation, label: phone.label, mac: macText(phone.mac),
    reach: phone.reach, minutesPerDay: phone.minutesPerDay, enabled: phone.enabled,
  };
}
