import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type AppError, errorBody } from "./errors.ts";
import { acceptsEncoding } from "./static_files.ts";

const gzipped = promisify(gzip);

/** Below it, compressing costs more time than the bytes it saves; the top 20 stay under it. */
const MIN_COMPRESSED_BYTES = 16_384;
const LEVEL = { level: 4 };

/** An answer of the API. */
export function jsonResponse(
  body: unknown,
  status = 200,
  headers: HeadersInit = {},
): Response {
  const all = new Headers(headers);
  if (!all.has("content-type")) all.set("content-type", "application/json; charset=utf-8");
  return new Response(JSON.stringify(body), { status, headers: all });
}

/** An error in the envelope of the API. */
export function errorResponse(error: AppError, requestId: string, nowMs: number): Response {
  const body = { error: errorBody(error, requestId, nowMs) };
  return jsonResponse(body, error.status, error.options.headers);
}

/**
 * Compresses a large JSON answer for a client that takes it. Streams are left alone: compression
 * would hold events back until enough of them have come together.
 */
export async function compressJson(request: Request, response: Response): Promise<Response> {
  const { headers, body, status } = response;
  const isJson = headers.get("content-type")?.startsWith("application/json") ?? false;
  const isStream = headers.has("transfer-encoding") || headers.has("content-encoding");
  if (!isJson || isStream || body === null) return response;
  if (!acceptsEncoding(request.headers.get("accept-encoding"), "gzip")) return response;
  const bytes = await response.bytes();
  const copy = new Headers(headers);
  copy.append("vary", "accept-encoding");
  if (bytes.byteLength < MIN_COMPRESSED_BYTES) {
    return new Response(bytes, { status, headers: copy });
  }
  copy.set("content-encoding", "gzip");
  return new Response(new Uint8Array(await gzipped(bytes, LEVEL)), { status, headers: copy });
}
