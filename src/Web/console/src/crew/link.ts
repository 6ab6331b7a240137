import type { Order } from './order';
import type { Waiting } from './outbox';

/** The host refused in its own words; `gone`: the link itself opens nothing any more. */
export class Refused extends Error {
  constructor(readonly status: number, said: string | null) {
    super(said ?? String(status));
    this.name = 'Refused';
  }

  get gone(): boolean {
    return this.status === 401 || this.status === 403 || this.status === 404
      || this.status === 409 || this.status === 410;
  }

  /** The host is busy or ailing: the same may go through later. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 408 || this.status === 425 || this.status === 429;
  }
}

const TIMEOUT_MS = 15_000;
const PHOTO_TIMEOUT_MS = 60_000;

export class CrewLink {
  /** How far the host's clock is from this phone's, by the last time the order was asked for. */
  offsetMs: number;

  constructor(private readonly token: string, offsetMs: number) {
    this.offsetMs = offsetMs;
  }

  async order(): Promise<Order> {
    const sentAt = Date.now();
    const answer = await this.ask('', { method: 'GET' }, TIMEOUT_MS);
    const order = await answer.json() as Order;
    this.offsetMs = Math.round(Date.parse(order.serverTime) - (sentAt + Date.now()) / 2);
    return order;
  }

  async send(item: Waiting, photo: Blob | null): Promise<void> {
    if (item.kind === 'photo') {
      const query = new URLSearchParams({ kind: item.photo ?? 'after', at: item.at });
      await this.ask(`/photos?${query.toString()}`, {
        method: 'POST', body: photo, headers: { 'Content-Type': 'image/jpeg', 'Idempotency-Key': item.id },
      }, PHOTO_TIMEOUT_MS);
      return;
    }
    const body = {
      id: item.id, move: item.move, at: item.at,
      ...(item.minutes === undefined ? {} : { minutes: item.minutes }),
      ...(item.text === undefined ? {} : { text: item.text }),
    };
    await this.ask('/moves', {
      method: 'POST', body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': item.id },
    }, TIMEOUT_MS);
  }

  private async ask(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
    const answer = await fetch(`/api/crew-links/${encodeURIComponent(this.token)}${path}`, {
      ...init, credentials: 'same-origin', signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) {
      throw new Refused(answer.status, await saidIn(answer));
    }
    return answer;
  }
}

async function saidIn(answer: Response): Promise<string | null> {
  if (answer.headers.get('Content-Type')?.includes('json') !== true) {
    return null;
  }
  const body = await answer.json() as { title?: string; detail?: string };
  return [body.title, body.detail].filter((part) => part !== undefined && part !== '').join(' ') || null;
}
