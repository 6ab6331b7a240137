/** What the bottom bar and the banner say about the link. Amber at 3 s, red at 12 s, as long as it lasts. */
export type LinkLevel = 'connecting' | 'good' | 'amber' | 'red' | 'closed';

export interface LinkFacts {
  /** The host does not let this person watch the desk; trying again would not help. */
  refused: boolean;
  everLive: boolean;
  connected: boolean;
  /** When the link was lost or the first unanswered question went out; null when nothing is wrong. */
  troubleSince: number | null;
  lastHeardAt: number;
  rttMs: number | null;
}

export const AMBER_MS = 3_000;
export const RED_MS = 12_000;

export function linkLevel(facts: LinkFacts, nowMs: number): LinkLevel {
  if (facts.refused) {
    return 'closed';
  }
  const quietMs = facts.troubleSince === null ? 0 : nowMs - facts.troubleSince;
  if (quietMs >= RED_MS) {
    return 'red';
  }
  if (quietMs >= AMBER_MS) {
    return 'amber';
  }
  return facts.everLive ? 'good' : 'connecting';
}
