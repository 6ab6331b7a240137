import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Board, LiveEvent } from '../../api';
import { learnServerTime, useClock } from '../../clock';
import { getBoard } from '../../endpoints';
import { LiveLink } from '../../live';
import { play } from '../../sound';
import { linkLevel, type LinkFacts, type LinkLevel } from '../../linkHealth';
import { applyEvent, changedList, viewOf, type BoardView } from './boardState';

export const BOARD = ['board'] as const;

/** What may have changed unseen while the link was away. */
const LISTS = new Set([
  'tickets', 'outages', 'crews', 'attention', 'journal', 'satisfaction', 'accounts', 'registers', 'months', 'campaigns',
  'queues', 'messages', 'presence',
]);

const LinkContext = createContext<LiveLink | null>(null);

async function timedBoard(): Promise<Board> {
  const sentAt = Date.now();
  const board = await getBoard();
  learnServerTime(board.serverNow, sentAt, Date.now());
  return board;
}

/** Keeps the link to the hub for the whole page and lets what comes through it into the query cache. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [link] = useState(() => new LiveLink(timedBoard, {
    onBoard: (board) => {
      client.setQueryData<BoardView>(BOARD, (before) => viewOf(board, before));
      void client.invalidateQueries({ predicate: (query) => LISTS.has(String(query.queryKey[0])) });
    },
    onEvent: (event) => onEvent(event),
  }));

  const [lists] = useState(() => new ListRefresh(async () => {
    const board = await timedBoard();
    client.setQueryData<BoardView>(BOARD, (before) => (before === undefined
      ? undefined
      : { ...before, callbacks: board.callbacks, tickets: board.tickets, health: board.health, shares: board.shares }));
  }));

  function onEvent(event: LiveEvent): void {
    client.setQueryData<BoardView>(BOARD, (before) => (before === undefined ? undefined : applyEvent(before, event)));
    if (event.type === 'callback.alarm') {
      play('callback');
      lists.ask();
    }
    if (event.type === 'message.alarm') {
      play('callback');
      void client.invalidateQueries({ queryKey: ['messages'] });
    }
    if (event.type === 'call.ended') {
      void client.invalidateQueries({ queryKey: ['presence'] });
    }
    const list = changedList(event);
    if (list === 'queues') {
      void client.invalidateQueries({ queryKey: ['presence'] });
      void client.invalidateQueries({ queryKey: ['queues'] });
    } else if (list !== null) {
      lists.ask();
      void client.invalidateQueries({ queryKey: [list] });
    }
  }

  useEffect(() => {
    link.start();
    return () => link.stop();
  }, [link]);

  return <LinkContext value={link}>{children}</LinkContext>;
}

const AGAIN_MS = 2_000;

/** One request for the lists at a time; signals that come meanwhile share the next one, a failed one is repeated. */
class ListRefresh {
  private running = false;
  private again = false;

  constructor(private readonly load: () => Promise<void>) {}

  ask(): void {
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = true;
    void this.load().then(() => this.done(this.again, 0), () => this.done(true, AGAIN_MS));
  }

  private done(again: boolean, delayMs: number): void {
    this.running = false;
    this.again = false;
    if (again) {
      setTimeout(() => this.ask(), delayMs);
    }
  }
}

function useLink(): LiveLink {
  const link = useContext(LinkContext);
  if (link === null) {
    throw new Error('LiveProvider is missing');
  }
  return link;
}

export function useLinkFacts(): LinkFacts {
  const link = useLink();
  return useSyncExternalStore(link.subscribe, link.snapshot);
}

export function useLinkLevel(): LinkLevel {
  const facts = useLinkFacts();
  return useClock(() => linkLevel(facts, Date.now()));
}
