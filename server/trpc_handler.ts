import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { AppRouter } from "./app_router.ts";
import type { RequestContext } from "./context.ts";
import { AppError, toAppError } from "./errors.ts";
import { assertShallow } from "./json_depth.ts";
import { admitStream } from "./limits/charge_call.ts";
import { isInternal } from "./log_error.ts";
import { readBody } from "./request_body.ts";
import { decode } from "./rest.ts";

/** The most calls in one request. */
export const MAX_BATCH_SIZE = 20;

/** Answers a request under `/trpc`; `onInternalError` is told what must not be shown. */
export async function handleTrpc(
  router: AppRouter,
  request: Request,
  makeContext: () => Promise<RequestContext>,
  onInternalError: (shown: AppError) => void,
): Promise<Response> {
  const url = new URL(request.url);
  const procedures = namedProcedures(url);
  refuseBadBatch(request, procedures);
  refuseDeepInput(url);
  const context = await makeContext();
  if (procedures.some((name) => isSubscription(router, name))) {
    await admitStream(context, request.signal);
  }
  return await fetchRequestHandler({
    endpoint: "/trpc",
    router,
    req: await withBoundedBody(request),
    createContext: () => context,
    maxBatchSize: MAX_BATCH_SIZE,
    onError({ error }) {
      const shown = toAppError(error);
      if (isInternal(shown)) onInternalError(shown);
    },
    responseMeta: ({ errors }) => ({ headers: replyHeaders(context.reply, errors) }),
  });
}

/**
 * The procedures of a request: one, or those of a batch. tRPC decodes the path before it splits it, and
 * lets a slash at its end go: by such a name a stream would be served that was not admitted.
 *
 * @throws {AppError} NOT_FOUND for a path with a slash, which no procedure has
 */
function namedProcedures(url: URL): string[] {
  const path = decode(url.pathname.slice("/trpc/".length));
  if (path.includes("/")) throw new AppError("NOT_FOUND", `There is no procedure "${path}".`);
  return url.searchParams.get("batch") === "1" ? path.split(",") : [path];
}

/** tRPC refuses some of it too, but only after it has split the input; and without a request id. */
function refuseBadBatch(request: Request, procedures: readonly string[]): void {
  const calls = procedures.length;
  if (calls > MAX_BATCH_SIZE) {
    throw new AppError(
      "BAD_REQUEST",
      `The request has ${calls} calls; at most ${MAX_BATCH_SIZE} go into one. Send several requests.`,
    );
  }
  // What is sent by POST changes something: one key cannot name two changes.
  if (calls > 1 && request.method === "POST" && request.headers.has("idempotency-key")) {
    throw new AppError(
      "BAD_REQUEST",
      "An Idempotency-Key names one call, and the request has several. Send them one by one.",
    );
  }
}

function refuseDeepInput(url: URL): void {
  const input = url.searchParams.get("input");
  if (input !== null) assertShallow(new TextEncoder().encode(input));
}

function isSubscription(router: AppRouter, name: string): boolean {
  const procedures: Record<string, { _def: { type: string } }> = router._def.procedures as never;
  return Object.hasOwn(procedures, name) && procedures[name]!._def.type === "subscription";
}

/** The same request with a body of known size, which tRPC would read without a limit. */
async function withBoundedBody(request: Request): Promise<Request> {
  if (request.body === null) return request;
  const body = await readBody(request);
  const { method, headers, signal, url } = request;
  return new Request(url, { method, headers, signal, body });
}

function replyHeaders(reply: Headers, errors: readonly TRPCError[]): Headers {
  const headers = new Headers(reply);
  for (const error of errors) {
    const own = toAppError(error).options.headers ?? {};
    for (const [name, value] of Object.entries(own)) headers.set(name, value);
  }
  return headers;
}
