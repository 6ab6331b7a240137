const RATE_HZ = 8000;
const WORKLET = '/demo-phone.worklet.js';
const FULL_SCALE = 32768;

/** The ear and the mouth of the browser's telephone. Without a loudspeaker or a microphone the call goes on silently. */
export class PhoneAudio {
  private readonly context: AudioContext;
  private readonly ready: Promise<AudioWorkletNode>;
  private stream: MediaStream | null = null;
  private mouth: AudioNode[] = [];

  constructor() {
    this.context = new AudioContext({ sampleRate: RATE_HZ });
    this.ready = this.open();
    this.ready.catch(() => undefined);
  }

  /** 16-bit PCM as it comes from the line. */
  play(octets: ArrayBuffer): void {
    const sound = Float32Array.from(new Int16Array(octets), (sample) => sample / FULL_SCALE);
    void this.ready.then((ear) => ear.port.postMessage(sound, [sound.buffer]), () => undefined);
  }

  /** Asks for the microphone; rejects when there is none or it was refused. */
  async speak(send: (frame: Int16Array<ArrayBuffer>) => void): Promise<void> {
    await this.ready;
    this.stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true },
    });
    const source = this.context.createMediaStreamSource(this.stream);
    const mouth = new AudioWorkletNode(this.context, 'mouthpiece', { numberOfOutputs: 0, channelCount: 1 });
    mouth.port.onmessage = ({ data }: MessageEvent<Int16Array<ArrayBuffer>>) => send(data);
    source.connect(mouth);
    this.mouth = [source, mouth];
  }

  hush(): void {
    this.mouth.forEach((node) => node.disconnect());
    this.mouth = [];
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
  }

  close(): void {
    this.hush();
    void this.context.close();
  }

  private async open(): Promise<AudioWorkletNode> {
    await this.context.audioWorklet.addModule(WORKLET);
    await this.context.resume();
    const ear = new AudioWorkletNode(this.context, 'earpiece', { numberOfInputs: 0, outputChannelCount: [1] });
    ear.connect(this.context.destination);
    return ear;
  }
}
