import { decodeFrames, encodeFrame } from "./frames.ts";

/** The inner end of a process that `startModelProcess` started. */
export interface OuterEnd {
  /** The next value that was sent; ends the process where whoever started it is gone. */
  next<Value>(): Promise<Value>;
  /** Answers; ends the process where nobody listens any more. */
  reply(value: unknown): void;
}

/**
 * Connects with whoever started this process. Both ends are the same program, so that what comes is
 * what the types say. Nothing else may be written to the output from then on.
 */
export function connectOuterEnd(): OuterEnd {
  console.log = console.info = console.debug = console.error;
  const frames = decodeFrames(Deno.stdin.readable);
  return {
    async next<Value>() {
      const { value, done } = await frames.next();
      return done ? leave() : value as Value;
    },
    reply(value) {
      const frame = encodeFrame(value);
      try {
        for (let at = 0; at < frame.length;) at += Deno.stdout.writeSync(frame.subarray(at));
      } catch {
        leave();
      }
    },
  };
}

/** There is nobody to work for. */
function leave(): never {
  Deno.exit(1);
}
