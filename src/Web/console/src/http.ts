/** An RFC 9457 answer of the host; `title` and `detail` come in the user's language. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string | null,
    readonly detail: string | null,
    /** The field of the request that is wrong, when it is one, and what it may be. */
    readonly field: string | null = null,
    readonly allowed: string | null = null,
  ) {
    super(detail ?? title ?? String(status));
    this.name = 'Problem';
  }
}

/** The host did not answer at all: the link is down or the request ran out of time. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('unreachable', { cause });
    this.name = 'Unreachable';
  }
}

const TIMEOUT_MS = 10_000;
const TOKEN_KEY = 'zhkh.antiforgery';
let onSignedOut: () => void = () => undefined;

export function setAntiforgery(token: string | undefined): void {
  if (token !== undefined) {
    sessionStorage.setItem(TOKEN_KEY, token);
  }
}

export function signedOut(): void {
  onSignedOut();
}

export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

interface Options {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  /** A file, sent byte by byte as it is. */
  file?: Blob;
  idempotencyKey?: string;
  timeoutMs?: number;
  signal?: AbortSignal;
}

export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const method = options.method ?? 'GET';
  // The host answers in the language of the screen, not in the one the browser was installed with.
  const headers: Record<string, string> = {
    Accept: 'application/json', 'Accept-Language': document.documentElement.lang || 'ru',
  };
  if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
  } else if (options.file !== undefined) {
    headers['Content-Type'] = 'application/octet-stream';
  }
  const token = sessionStorage.getItem(TOKEN_KEY);
  if (method !== 'GET' && token !== null) {
    headers['X-Antiforgery'] = token;
  }
  if (options.idempotencyKey !== undefined) {
    headers['Idempotency-Key'] = options.idempotencyKey;
  }
  const answer = await send(path, method, headers, options);
  if (!answer.ok) {
    throw await problemOf(answer, path);
  }
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function send(
  path: string,
  method: string,
  headers: Record<string, string>,
  options: Options,
): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const signal = options.signal === undefined ? timeout : AbortSignal.any([timeout, options.signal]);
  try {
    return await fetch(path, {
      method,
      headers,
      signal,
      credentials: 'same-origin',
      ...bodyOf(options),
    });
  } catch (error) {
    if (options.signal?.aborted === true) {
      throw error;
    }
    throw new Unreachable(error);
  }
}

function bodyOf({ body, file }: Options): { body?: string | Blob } {
  if (body !== undefined) {
    return { body: JSON.stringify(body) };
  }
  return file === undefined ? {} : { body: file };
}

/** `?a=1&b=x` of what is given; nothing for what is null. */
export function queryOf(parts: Record<string, string | number | null>): string {
  const given = Object.entries(parts).filter((part): part is [string, string | number] => part[1] !== null);
  const text = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return text === '' ? '' : `?${text}`;
}

async function problemOf(answer: Response, path: string): Promise<Problem> {
  if (answer.status === 401 && path !== '/api/session') {
    onSignedOut();
  }
  const text = await answer.text();
  if (answer.headers.get('Content-Type')?.includes('json') !== true) {
    return new Problem(answer.status, null, null);
  }
  const body = JSON.parse(text) as { title?: string; detail?: string; field?: string; allowed?: string };
  return new Problem(
    answer.status, body.title ?? null, body.detail ?? null, body.field ?? null, body.allowed ?? null);
}

/** A key that makes a repeated POST one act; works on plain http addresses too, where randomUUID is absent. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
