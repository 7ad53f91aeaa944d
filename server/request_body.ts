import { AppError, malformedJson } from "./errors.ts";
import { assertExactAmounts } from "./exact_amounts.ts";
import { assertShallow } from "./json_depth.ts";

/** No request of this product comes near it. */
export const MAX_BODY_BYTES = 1_048_576;
/** A body that trickles in holds a connection; the listener cuts it off ten seconds later. */
const BODY_TIMEOUT_MS = 20_000;

/**
 * Refuses a body that is not said to be plain JSON, before it is read. A page of another site can
 * make a browser send forms and `text/plain`, but not this type without asking first. A compressed
 * body could be a thousand times its size.
 *
 * @throws {AppError} UNSUPPORTED_MEDIA_TYPE, PAYLOAD_TOO_LARGE
 */
export function assertJsonRequest(request: Request): void {
  const { headers, body, method } = request;
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return;
  if (Number(headers.get("content-length") ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const type = headers.get("content-type");
  if (body === null && type === null) return;
  if (type === null || !/^application\/json\s*(;|$)/i.test(type)) {
    throw new AppError(
      "UNSUPPORTED_MEDIA_TYPE",
      'The body must be JSON. Send it with "Content-Type: application/json".',
    );
  }
  const encoding = headers.get("content-encoding") ?? "identity";
  if (encoding.toLowerCase() !== "identity") {
    throw new AppError(
      "UNSUPPORTED_MEDIA_TYPE",
      `The body is encoded as "${encoding.slice(0, 40)}". Send it as it is.`,
    );
  }
}

/**
 * Reads the body of a request, which is JSON.
 *
 * @throws {AppError} PAYLOAD_TOO_LARGE above {@link MAX_BODY_BYTES}, whatever `Content-Length` says;
 * BAD_REQUEST when it is nested too deep, has not arrived in 20 seconds, or the connection broke;
 * VALIDATION_ERROR for an amount that parsing would round
 */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const timer = setTimeout(() => reader.cancel().catch(() => undefined), BODY_TIMEOUT_MS);
  const startedAt = performance.now();
  try {
    const bytes = await collect(reader);
    // Cancelling ends the stream as if it were complete.
    if (performance.now() - startedAt >= BODY_TIMEOUT_MS) throw incomplete();
    assertShallow(bytes);
    assertExactAmounts(new TextDecoder().decode(bytes));
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
