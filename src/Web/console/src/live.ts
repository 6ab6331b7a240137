import { HttpError, HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { Beat, Board, LiveEvent, ResumeAnswer } from './api';
import { backoffMs } from './backoff';
import { Problem, signedOut } from './http';
import type { LinkFacts } from './linkHealth';
import { adopt, receive, type StreamState, type Step } from './liveState';

const HEARTBEAT_MS = 5_000;
const WATCH_MS = 500;
const STALE_MS = 12_000;
const MARKS_MAX = 500;

export interface LiveListener {
  /** A whole picture: on first paint, and when the gap is too wide to be filled. */
  onBoard(board: Board): void;
  onEvent(event: LiveEvent): void;
}

/**
 * The console's end of the hub. It asks `Resume` every five seconds: the answer is the heartbeat, the round trip
 * and the missed events in one; a link that says nothing for twelve seconds is dropped and made anew, for ever.
 */
export class LiveLink {
  private connection: HubConnection | null = null;
  private stream: StreamState | null = null;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private askedAt: number | null = null;
  private lastAskAt = 0;
  private stopped = true;
  private marks = 0;
  private facts: LinkFacts = {
    refused: false, everLive: false, connected: false, troubleSince: null, lastHeardAt: 0, rttMs: null,
  };
  private readonly watchers = new Set<() => void>();

  constructor(
    private readonly loadBoard: () => Promise<Board>,
    private readonly listener: LiveListener,
  ) {}

  readonly subscribe = (watch: () => void): (() => void) => {
    this.watchers.add(watch);
    return () => this.watchers.delete(watch);
  };

  readonly snapshot = (): LinkFacts => this.facts;

  start(): void {
    this.stopped = false;
    this.learn({ lastHeardAt: Date.now(), troubleSince: Date.now() });
    this.watchTimer = setInterval(() => this.watch(), WATCH_MS);
    window.addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retryTimer);
    clearInterval(this.watchTimer);
    window.removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    this.discard();
  }

  /** The network came back or the tab woke up: do not wait for the next turn. */
  private readonly hurry = (): void => {
    if (this.facts.connected) {
      void this.ask();
    } else if (this.retryTimer !== undefined) {
      this.attempt = 0;
      this.retryLater();
    }
  };

  private async connect(): Promise<void> {
    this.retryTimer = undefined;
    const connection = new HubConnectionBuilder()
      .withUrl('/hubs/console')
      .configureLogging(LogLevel.None)
      .build();
    this.connection = connection;
    connection.on('event', (event: LiveEvent) => this.take(connection, [event]));
    connection.on('beat', (beat: Beat) => this.beat(connection, beat));
    connection.onclose(() => this.lost(connection));
    try {
      if (this.stream === null) {
        await this.refresh(connection);
      }
      await connection.start();
    } catch (error) {
      if (!(error instanceof Error)) {
        throw error;
      }
      if (error instanceof HttpError && error.statusCode === 401) {
        signedOut();
      } else if (error instanceof Problem && error.status === 403) {
        this.learn({ refused: true });
      } else if (!(error instanceof Problem && error.status === 401)) {
        this.lost(connection);
      }
      return;
    }
    if (this.connection !== connection) {
      void connection.stop();
      return;
    }
    this.heard({ connected: true, everLive: true });
    this.attempt = 0;
    await this.ask();
  }

  /** One question at a time; an unanswered one is what makes the link suspect. */
  private async ask(): Promise<void> {
    const connection = this.connection;
    const stream = this.stream;
    if (connection === null || stream === null || this.askedAt !== null || !this.facts.connected) {
      return;
    }
    const sentAt = Date.now();
    this.askedAt = sentAt;
    this.lastAskAt = sentAt;
    try {
      const answer = await connection.invoke<ResumeAnswer>('Resume', stream.seqs, stream.epoch);
      if (this.connection !== connection) {
        return;
      }
      this.askedAt = null;
      this.heard({ rttMs: Date.now() - sentAt });
      if (answer.snapshotRequired === true) {
        await this.refresh(connection);
      } else {
        this.take(connection, answer.events ?? []);
      }
    } catch (error) {
      if (!(error instanceof Error)) {
        throw error;
      }
      this.lost(connection);
    }
  }

  private async refresh(connection: HubConnection): Promise<void> {
    const board = await this.loadBoard();
    if (this.connection !== connection) {
      return;
    }
    const step = adopt(this.stream, board.epoch, board.seqs);
    this.listener.onBoard(board);
    this.show(step);
  }

  private take(connection: HubConnection, events: readonly LiveEvent[]): void {
    if (this.connection !== connection || this.stream === null) {
      return;
    }
    this.heard({});
    const step = receive(this.stream, events);
    this.show(step);
    if (step.gap || step.foreign) {
      void this.ask();
    }
  }

  /** The host's own pulse says how far its streams are: a lost last event is noticed without a following one. */
  private beat(connection: HubConnection, beat: Beat): void {
    if (this.connection !== connection || this.stream === null) {
      return;
    }
    this.heard({});
    const { epoch, seqs } = this.stream;
    const isBehind = Object.entries(beat.seqs).some(([organisation, seq]) => seq > (seqs[organisation] ?? 0));
    if (beat.epoch !== epoch || isBehind) {
      void this.ask();
    }
  }

  private show(step: Step): void {
    this.stream = step.state;
    for (const event of step.fresh) {
      this.mark(event);
      this.listener.onEvent(event);
    }
  }

  /** Leaves a trace in the browser's own timeline, so that delays can be read where people feel them. */
  private mark(event: LiveEvent): void {
    this.marks += 1;
    if (this.marks > MARKS_MAX) {
      performance.clearMarks('live.event');
      this.marks = 1;
    }
    const detail = { organisation: event.organisation, seq: event.seq, type: event.type };
    performance.mark('live.event', { detail });
  }

  private watch(): void {
    const now = Date.now();
    if (this.facts.connected && now - this.facts.lastHeardAt > STALE_MS && this.connection !== null) {
      this.lost(this.connection);
    } else if (this.facts.connected && this.askedAt === null && now - this.lastAskAt >= HEARTBEAT_MS) {
      void this.ask();
    }
    const suspect = this.askedAt !== null && this.facts.lastHeardAt < this.askedAt ? this.askedAt : null;
    if (this.facts.connected && this.facts.troubleSince !== suspect) {
      this.learn({ troubleSince: suspect });
    }
  }

  private heard(more: Partial<LinkFacts>): void {
    this.learn({ lastHeardAt: Date.now(), troubleSince: null, ...more });
  }

  private lost(connection: HubConnection): void {
    if (this.connection !== connection || this.stopped) {
      return;
    }
    this.discard();
    this.learn({ connected: false, troubleSince: this.facts.troubleSince ?? Date.now() });
    this.retryLater();
  }

  private discard(): void {
    const connection = this.connection;
    this.connection = null;
    this.askedAt = null;
    void connection?.stop();
  }

  private retryLater(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.connect(), backoffMs(this.attempt));
    this.attempt += 1;
  }

  private learn(more: Partial<LinkFacts>): void {
    this.facts = { ...this.facts, ...more };
    this.watchers.forEach((watch) => watch());
  }
}
