import { newKey } from '../http';
import { CrewLink, Refused } from './link';
import { after, type Move, type Order, type State } from './order';
import {
  add, due, heldFor, markRefused, markSent, movesIn, pauseAfter, read, remove, shelfOf, type Outbox, type Waiting,
} from './outbox';
import { dropPhoto, keepPhoto, readPhoto } from './shelf';
import type { Shot } from './photo';

const REFRESH_MS = 30_000;
const HOLD_MS = 10_000;

/** Everything the page draws. */
export interface View {
  order: Order | null;
  /** As the host has it and what waits on top of it. */
  state: State | null;
  outbox: Outbox;
  online: boolean;
  /** The link opens nothing any more: why, in the host's words. */
  gone: string | null;
  /** Nothing is known yet and the host does not answer. */
  failed: boolean;
}

/** Keeps the order and what was done on this phone, sends it when there is a network, each thing once. */
export class CrewDesk {
  private view: View;
  private readonly shelf: string;
  private readonly link: CrewLink;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refresh: ReturnType<typeof setInterval> | undefined;
  private sending = false;
  private failures = 0;

  constructor(token: string) {
    this.shelf = shelfOf(token);
    this.link = new CrewLink(token, Number(localStorage.getItem(`${this.shelf}.offset`) ?? 0));
    const kept = localStorage.getItem(`${this.shelf}.order`);
    const order = kept === null ? null : JSON.parse(kept) as Order;
    const outbox = read(localStorage.getItem(`${this.shelf}.outbox`));
    this.view = {
      order, state: order === null ? null : after(order.state, movesIn(outbox)), outbox,
      online: navigator.onLine, gone: null, failed: false,
    };
  }

  readonly subscribe = (listen: () => void): (() => void) => {
    this.listeners.add(listen);
    return () => this.listeners.delete(listen);
  };

  readonly snapshot = (): View => this.view;

  start(): void {
    window.addEventListener('online', this.onOnline);
    window.addEventListener('offline', this.onOffline);
    document.addEventListener('visibilitychange', this.onShown);
    this.refresh = setInterval(() => void this.load(), REFRESH_MS);
    void this.load();
    this.pump();
  }

  stop(): void {
    window.removeEventListener('online', this.onOnline);
    window.removeEventListener('offline', this.onOffline);
    document.removeEventListener('visibilitychange', this.onShown);
    clearInterval(this.refresh);
    clearTimeout(this.timer);
  }

  /** The host's time, as far as this phone knows it. */
  now(): string {
    return new Date(Date.now() + this.link.offsetMs).toISOString();
  }

  move(move: Move, more: { minutes?: number; text?: string; held?: boolean } = {}): void {
    const { held = false, ...said } = more;
    this.put({
      id: newKey(), kind: 'move', move, at: this.now(), ...said,
      ...(held ? { heldUntil: Date.now() + HOLD_MS } : {}),
    });
  }

  /** A photo first lies safely on the phone, then it is in the list. */
  async photo(kind: 'before' | 'after', shot: Shot, held = false): Promise<void> {
    const id = newKey();
    const at = this.now();
    await keepPhoto(id, shot.jpeg);
    this.put({
      id, kind: 'photo', photo: kind, at, thumb: shot.thumb, ...(held ? { heldUntil: Date.now() + HOLD_MS } : {}),
    });
  }

  /** Takes back what is still held. */
  undo(): void {
    const ids = this.view.outbox.waiting.filter((each) => (each.heldUntil ?? 0) > Date.now()).map((each) => each.id);
    this.forget(ids);
  }

  forget(ids: readonly string[]): void {
    ids.forEach((id) => void dropPhoto(id).catch((error: unknown) => console.warn(error)));
    this.change({ outbox: remove(this.view.outbox, ids) });
    this.pump();
  }

  /** Now, not after the pause. */
  retry(): void {
    this.failures = 0;
    void this.load();
    this.pump();
  }

  private put(item: Waiting): void {
    this.change({ outbox: add(this.view.outbox, item) });
    this.pump();
  }

  private readonly onOnline = () => {
    this.change({ online: true });
    this.retry();
  };

  private readonly onOffline = () => this.change({ online: false });

  private readonly onShown = () => {
    if (document.visibilityState === 'visible') {
      this.retry();
    }
  };

  private async load(): Promise<void> {
    if (this.sending) {
      return;
    }
    try {
      const order = await this.link.order();
      if (this.sending) {
        return;
      }
      localStorage.setItem(`${this.shelf}.order`, JSON.stringify(order));
      localStorage.setItem(`${this.shelf}.offset`, String(this.link.offsetMs));
      this.change({ order, online: true, gone: null, failed: false });
    } catch (error) {
      this.troubled(error);
    }
  }

  private pump(): void {
    clearTimeout(this.timer);
    if (this.sending) {
      return;
    }
    const item = due(this.view.outbox, Date.now());
    if (item === null) {
      const wait = heldFor(this.view.outbox, Date.now());
      this.timer = wait === null ? undefined : setTimeout(() => this.pump(), wait);
      return;
    }
    this.sending = true;
    void this.sendOne(item).then(() => {
      this.sending = false;
      this.timer = setTimeout(() => this.pump(), pauseAfter(this.failures));
      if (this.failures === 0 && due(this.view.outbox, Date.now()) === null) {
        void this.load();
      }
    });
  }

  private async sendOne(item: Waiting): Promise<void> {
    try {
      const photo = item.kind === 'photo' ? await readPhoto(item.id) : null;
      if (item.kind === 'photo' && photo === null) {
        this.change({ outbox: remove(this.view.outbox, [item.id]) });
        return;
      }
      await this.link.send(item, photo);
      this.failures = 0;
      const order = this.view.order;
      const state = order === null || item.move === undefined ? null : after(order.state, [item.move]);
      this.change({
        online: true,
        outbox: markSent(this.view.outbox, item.id, this.now()),
        ...(order === null || state === null ? {} : { order: { ...order, state } }),
      });
      if (item.kind === 'photo') {
        await dropPhoto(item.id);
      }
    } catch (error) {
      if (error instanceof Refused && !error.passing) {
        this.change({ outbox: markRefused(this.view.outbox, item.id, error.message) });
      } else {
        this.failures += 1;
        this.troubled(error);
      }
    }
  }

  private troubled(error: unknown): void {
    if (error instanceof Refused && error.gone) {
      // A finished order opens no more, but whoever finished it here is not told that his link is dead.
      const over = this.view.state === 'done' || this.view.state === 'declined';
      this.change({ online: true, gone: over ? null : error.message });
    } else {
      this.change({ online: error instanceof Refused ? this.view.online : false, failed: this.view.order === null });
    }
  }

  private change(part: Partial<View>): void {
    const view = { ...this.view, ...part };
    view.state = view.order === null ? null : after(view.order.state, movesIn(view.outbox));
    this.view = view;
    if (part.outbox !== undefined) {
      localStorage.setItem(`${this.shelf}.outbox`, JSON.stringify(view.outbox));
    }
    this.listeners.forEach((listen) => listen());
  }
}
