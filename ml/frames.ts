import v8 from "node:v8";

/** A frame is the length of its body, four bytes in little-endian order, and the body. */
const HEAD_BYTES = 4;

/**
 * A value as one frame of a byte stream: whatever the structured clone algorithm copies, typed arrays,
 * `NaN` and `undefined` included, in V8's own serialization. Both ends must be the same program.
 */
export function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  const body = v8.serialize(value);
  const frame = new Uint8Array(HEAD_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length, true);
  frame.set(body, HEAD_BYTES);
  return frame;
}

/** The values of a stream of frames; what is left of a frame that was cut off is thrown away. */
export async function* decodeFrames(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<unknown, void> {
  let frame = new Uint8Array(HEAD_BYTES);
  let filled = 0;
  let isHead = true;
  for await (const chunk of stream) {
    for (let at = 0; at < chunk.length;) {
      const taken = chunk.subarray(at, at + frame.length - filled);
      frame.set(taken, filled);
      filled += taken.length;
      at += taken.length;
      if (filled < frame.length) continue;
      if (!isHead) yield v8.deserialize(frame);
      const bodyBytes = new DataView(frame.buffer).getUint32(0, true);
      frame = new Uint8Array(isHead ? bodyBytes : HEAD_BYTES);
      isHead = !isHead;
      filled = 0;
    }
  }
}
