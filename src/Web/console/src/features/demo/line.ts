/** What the host tells about a call, as it happens. */
export type LineEvent =
  | { type: 'calling'; from: string; to: string; phone: string; exchange: string }
  | { type: 'answered'; afterMs: number; status: number; codec: string; media: string }
  | { type: 'heard'; first: number; lossPercent: number; lines: HeardPrompt[] }
  | { type: 'key'; key: string }
  | { type: 'ended'; by: EndedBy; status?: number; reason?: string };

export type EndedBy = 'bye' | 'hangup' | 'limit' | 'refused' | 'noAnswer' | 'noLine' | 'unreachable' | 'lost';

export interface HeardPrompt {
  id: string;
  language: string;
  atMs: number;
  text: string | null;
}

interface Ears {
  onEvent(event: LineEvent): void;
  onSound(octets: ArrayBuffer): void;
}

/** One call. The host places it over the network; this is the wire between it and the page. */
export class Line {
  private readonly socket: WebSocket;
  private over = false;

  constructor(from: string | null, to: string, private readonly ears: Ears) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const asked = new URLSearchParams(from === null ? { to } : { from, to });
    this.socket = new WebSocket(`${scheme}://${location.host}/demo/phone/line?${asked.toString()}`);
    this.socket.binaryType = 'arraybuffer';
    this.socket.onmessage = ({ data }) => this.take(data as string | ArrayBuffer);
    this.socket.onclose = () => this.end({ type: 'ended', by: 'lost' });
  }

  press(key: string): void {
    this.send(JSON.stringify({ key }));
  }

  /** The built-in voice counts to five. */
  saySample(language: 'ru' | 'uk'): void {
    this.send(JSON.stringify({ say: language }));
  }

  speak(frame: Int16Array<ArrayBuffer>): void {
    this.send(frame);
  }

  hangUp(): void {
    if (this.socket.readyState === WebSocket.CONNECTING) {
      this.end({ type: 'ended', by: 'hangup' });
      this.socket.close();
    } else {
      this.send(JSON.stringify({ hangUp: true }));
    }
  }

  private send(message: string | Int16Array<ArrayBuffer>): void {
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(message);
    }
  }

  private take(data: string | ArrayBuffer): void {
    if (typeof data !== 'string') {
      this.ears.onSound(data);
      return;
    }
    const event = JSON.parse(data) as LineEvent;
    if (event.type === 'ended') {
      this.end(event);
    } else {
      this.ears.onEvent(event);
    }
  }

  private end(event: LineEvent): void {
    if (!this.over) {
      this.over = true;
      this.ears.onEvent(event);
    }
  }
}
