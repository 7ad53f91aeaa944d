import { AppError, malformedJson } from "./errors.ts";

/** No request of this product comes near it. */
export const MAX_BODY_BYTES = 1_048_576;
/** A body that trickles in holds a connection: `Deno.serve` itself waits for ever. */
const BODY_TIMEOUT_MS = 20_000;

/**
 * Reads the body of a request.
 *
 * @throws {AppError} PAYLOAD_TOO_LARGE above {@link MAX_BODY_BYTES}, whatever `Content-Length` says;
 * BAD_REQUEST when it has not arrived in 20 seconds or the connection broke
 */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const timer = setTimeout(() => reader.cancel().catch(() => undefined), BODY_TIMEOUT_MS);
  const startedAt = performance.now();
  try {
    const bytes = await collect(reader);
    // Cancelling ends the stream as if it were complete.
    if (performance.now() - startedAt >= BODY_TIMEOUT_MS) throw incomplete();
    return bytes;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw incomplete(error);
  } finally {
    clearTimeout(timer);
  }
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > MAX_BODY_BYTES) {
      reader.cancel().catch(() => undefined);
      throw tooLarge();
    }
    parts.push(value);
  }
  const bytes = new Uint8Array(size);
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.byteLength;
  }
  return bytes;
}

/**
 * The JSON object in the body of a request; an empty body is an empty object.
 *
 * @throws {AppError} BAD_REQUEST for anything else, PAYLOAD_TOO_LARGE
 */
export async function readJsonObject(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readBody(request);
  if (bytes.byteLength === 0) return {};
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new AppError("BAD_REQUEST", "The body of the request must be one JSON object.");
  }
  return value as Record<string, unknown>;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw malformedJson();
  }
}

function tooLarge(): AppError {
  return new AppError(
    "PAYLOAD_TOO_LARGE",
    `The body of the request is larger than ${MAX_BODY_BYTES} bytes. Send less at once.`,
  );
}

function incomplete(cause?: unknown): AppError {
  const message = "The body of the request did not arrive. Send the request again.";
  return new AppError("BAD_REQUEST", message, { cause });
}
