/** The order as the crew's link shows it, and the table of moves that the page keeps for times without a network. */
export type State = 'ordered' | 'accepted' | 'onTheWay' | 'onSite' | 'localised' | 'done' | 'declined' | 'withdrawn';
export type Move =
  | 'accept' | 'decline' | 'onTheWay' | 'onSite' | 'localise' | 'done' | 'needTime' | 'comment';

export interface Order {
  ticketNumber: number;
  address: string | null;
  entrance: string | number | null;
  floor: string | number | null;
  text: string;
  priority: string;
  callPhone: string | null;
  deadlines: { clock: string; dueAt: string; metAt?: string | null }[];
  state: State;
  moves: Move[];
  needsUntil?: string | null;
  /** The host's clock, by which the phone corrects its own. */
  serverTime: string;
}

const RANK: readonly State[] = ['ordered', 'accepted', 'onTheWay', 'onSite', 'localised', 'done'];
const REACHES: Partial<Record<Move, State>> = {
  accept: 'accepted', onTheWay: 'onTheWay', onSite: 'onSite', localise: 'localised', done: 'done',
};

/** Where a move leads; null when it is refused. The same table as the host's: forward only, never back. */
export function next(state: State, move: Move): State | null {
  const at = RANK.indexOf(state);
  if (at < 0 || state === 'done') {
    return null;
  }
  if (move === 'decline') {
    return at <= RANK.indexOf('onTheWay') ? 'declined' : null;
  }
  if (move === 'needTime') {
    return state === 'ordered' ? null : state;
  }
  if (move === 'comment') {
    return state;
  }
  const to = REACHES[move];
  return to !== undefined && RANK.indexOf(to) > at ? to : null;
}

/** The state as it will be when all that waits has been sent. */
export function after(state: State, moves: readonly Move[]): State {
  return moves.reduce<State>((before, move) => next(before, move) ?? before, state);
}

const WAY: readonly Move[] = ['accept', 'onTheWay', 'onSite', 'done'];

/** The one big button: the next step of the way; null when the order is out of the crew's hands. */
export function nextStep(state: State): Move | null {
  if (state === 'localised') {
    return 'done';
  }
  return WAY.find((move) => next(state, move) !== null) ?? null;
}

/** How many of the four marks are green. */
export function marks(state: State): number {
  return { ordered: 0, accepted: 1, onTheWay: 2, onSite: 3, localised: 3, done: 4, declined: 0, withdrawn: 0 }[state];
}

/** The deadline that is next and not met. */
export function nextDue(order: Order): string | null {
  return order.deadlines
    .filter((each) => each.metAt == null)
    .map((each) => each.dueAt)
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}
