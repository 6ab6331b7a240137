import type { Assignment, AssignmentState, AssignmentStep, Crew } from './crews';

/** Which kinds of work a trade repairs; used while a ticket is not saved yet and the host cannot be asked. */
const TRADES: Record<string, readonly string[]> = {
  plumbing: ['waterLeak', 'coldWater', 'hotWater', 'sewerBlockage'],
  heating: ['heating', 'hotWater'],
  electricity: ['electricity'],
  lift: ['lift'],
  gas: ['gas'],
  roofing: ['roof'],
  cleaning: ['cleaning', 'chuteBlockage'],
};

/** Whether the crew repairs such things: as the host says, else by its trades; null when nothing tells. */
export function fits(crew: Crew, category: string | null): boolean | null {
  if (crew.fits != null) {
    return crew.fits;
  }
  if (category === null || !Object.values(TRADES).some((kinds) => kinds.includes(category))) {
    return null;
  }
  return crew.trades.some((trade) => TRADES[trade]?.includes(category) === true);
}

/** On shift first, then the right trade, then who has the least in hand: Enter takes the top one. */
export function rankCrews(crews: readonly Crew[], category: string | null): Crew[] {
  const rank = (crew: Crew) => (crew.onShift ? 0 : 2) + (fits(crew, category) === false ? 1 : 0);
  return crews
    .map((crew, index) => ({ crew, index }))
    .sort((a, b) => rank(a.crew) - rank(b.crew) || a.crew.openTickets - b.crew.openTickets || a.index - b.index)
    .map(({ crew }) => crew);
}

/** The rungs of a crew's work, in order; the states that end it otherwise stand beside them. */
export const RUNGS: readonly AssignmentState[] = ['ordered', 'accepted', 'onTheWay', 'onSite', 'done'];

/** How many rungs are behind the crew; a localised accident is between «on site» and «done». */
export function rungsDone(state: AssignmentState): number {
  const at = RUNGS.indexOf(state === 'localised' ? 'onSite' : state);
  return at + 1;
}

/** When the crew reached a rung, from its steps; null while it has not. */
export function reachedAt(assignment: Assignment, rung: AssignmentState): string | null {
  return rung === 'ordered'
    ? assignment.orderedAt
    : assignment.steps.find((step) => step.what === rung)?.at ?? null;
}

const ESCALATED = new Set(['alerted']);

/** The ladder has run out: nobody of the crew answered, a person must call. */
export function reachedPerson(assignment: Assignment): boolean {
  return assignment.state === 'ordered'
    && assignment.steps.some((step) => ESCALATED.has(step.what));
}

/** A tap made without a network is dated by the device and came later: both moments are shown. */
export function cameLater(step: AssignmentStep): boolean {
  return step.receivedAt !== undefined && Date.parse(step.receivedAt) - Date.parse(step.at) >= 60_000;
}
