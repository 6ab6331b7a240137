// Plays what the line sends (Float32 at the context's own 8 kHz) and cuts what the microphone gives into 20 ms.
const READY = 480; // 60 ms stand ready before the first sound: packets come in bursts
const MOST = 4000; // half a second behind is too late for a conversation: the oldest goes

class Earpiece extends AudioWorkletProcessor {
  constructor() {
    super();
    this.waiting = [];
    this.length = 0;
    this.playing = false;
    this.port.onmessage = ({ data }) => {
      this.waiting.push(data);
      this.length += data.length;
      while (this.length > MOST) {
        this.length -= this.waiting.shift().length;
      }
    };
  }

  process(_, outputs) {
    const out = outputs[0][0];
    if (!this.playing && this.length < READY) {
      return true;
    }
    this.playing = true;
    let at = 0;
    while (at < out.length && this.waiting.length > 0) {
      const first = this.waiting[0];
      const part = first.subarray(0, out.length - at);
      out.set(part, at);
      at += part.length;
      this.length -= part.length;
      if (part.length === first.length) {
        this.waiting.shift();
      } else {
        this.waiting[0] = first.subarray(part.length);
      }
    }
    this.playing = this.length > 0;
    return true;
  }
}

class Mouthpiece extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Int16Array(160);
    this.at = 0;
  }

  process(inputs) {
    for (const sample of inputs[0][0] ?? []) {
      this.frame[this.at++] = Math.max(-1, Math.min(1, sample)) * 32767;
      if (this.at === this.frame.length) {
        this.port.postMessage(this.frame.slice());
        this.at = 0;
      }
    }
    return true;
  }
}

registerProcessor('earpiece', Earpiece);
registerProcessor('mouthpiece', Mouthpiece);
