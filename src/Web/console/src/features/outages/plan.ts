import { serverNow } from '../../clock';
import type { House, NewOutage, OutageKind, Service } from './outages';

/** What the dialog holds while an outage is being declared. */
export interface Plan {
  kind: OutageKind;
  houses: readonly House[];
  services: readonly string[];
  cause: string;
  /** For planned ones; local, as the field writes it. */
  startsAt: string;
  /** Local, as the field writes it; empty: not known yet. */
  until: string;
  notify: boolean;
}

const RESOURCE_OF: Record<string, Service> = {
  waterLeak: 'coldWater', coldWater: 'coldWater', hotWater: 'hotWater', heating: 'heating',
  electricity: 'electricity', gas: 'gas', sewerBlockage: 'sewerage', lift: 'lift',
};

const CAUSE_OF: Record<string, string> = {
  waterLeak: 'riserAccident', coldWater: 'waterMainAccident', hotWater: 'heatMainAccident',
  heating: 'heatMainAccident', electricity: 'powerAccident', gas: 'gasAccident', sewerBlockage: 'sewerBlockage',
  lift: 'equipmentFault',
};

/** Hours that the rules give a break of the service at a time (PP RF 354, annex 1), offered as the first term. */
const HOURS_OF: Record<string, number> = {
  coldWater: 4, hotWater: 4, sewerage: 4, heating: 16, electricity: 2, gas: 4,
};

/** The service that a kind of work leaves people without; null when it leaves them with all. */
export function serviceOf(category: string): Service | null {
  return RESOURCE_OF[category] ?? null;
}

/** A first guess from a ticket: the dispatcher only looks it over. */
export function planOf(category: string | null, houses: readonly House[], nowMs = serverNow()): Plan {
  const service = category === null ? null : serviceOf(category);
  return {
    kind: 'emergency',
    houses,
    services: service === null ? [] : [service],
    cause: category === null ? 'unknown' : CAUSE_OF[category] ?? 'unknown',
    startsAt: localField(nowMs),
    until: service === null ? '' : termAfter(HOURS_OF[service] ?? 4, nowMs),
    notify: true,
  };
}

/** So many hours from now, the minutes rounded up to ten: people plan by whole ten minutes. */
export function termAfter(hours: number, nowMs: number): string {
  const step = 10 * 60_000;
  return localField(Math.ceil((nowMs + hours * 3_600_000) / step) * step);
}

/** A moment as a datetime-local field writes it, in the computer's own zone. */
export function localField(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:`
    + two(at.getMinutes());
}

/** What a datetime-local field says, as the host wants it; null for an empty field. */
export function momentOf(field: string): string | null {
  const ms = Date.parse(field);
  return field === '' || Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** What is still missing, in the order of the dialog; null when it can be declared. */
export function missingIn(plan: Plan): 'houses' | 'services' | 'starts' | 'until' | null {
  if (plan.houses.length === 0) {
    return 'houses';
  }
  if (plan.services.length === 0) {
    return 'services';
  }
  const starts = plan.kind === 'planned' ? momentOf(plan.startsAt) : null;
  if (plan.kind === 'planned' && starts === null) {
    return 'starts';
  }
  const until = momentOf(plan.until);
  if (plan.kind === 'planned' && until === null) {
    return 'until';
  }
  return until !== null && Date.parse(until) <= Date.parse(starts ?? new Date(serverNow()).toISOString())
    ? 'until' : null;
}

/** The plan as the host wants it. An emergency begins now: the clock of the host, not of this computer. */
export function outageOf(plan: Plan, organisation: string, ticketId: string | null, nowMs = serverNow()): NewOutage {
  return {
    organisation,
    kind: plan.kind,
    services: [...plan.services],
    houseIds: plan.houses.map((house) => house.id),
    startsAt: plan.kind === 'planned' ? momentOf(plan.startsAt) ?? '' : new Date(nowMs).toISOString(),
    plannedUntil: momentOf(plan.until),
    cause: plan.cause,
    ticketId,
    notifyMunicipality: plan.notify,
  };
}

/** The house of an address: «ул. Гагарина, 14, кв. 30» lives in «ул. Гагарина, 14». */
export function houseOf(address: string, houses: readonly House[]): House | null {
  return [...houses]
    .filter((house) => address === house.address || address.startsWith(`${house.address},`))
    .sort((a, b) => b.address.length - a.address.length)[0] ?? null;
}

/** The part of an address that names the house: without its last part when that is a flat. */
export function housePart(address: string): string {
  const parts = address.split(',').map((part) => part.trim());
  return parts.length > 2 ? parts.slice(0, -1).join(', ') : parts.join(', ');
}
