import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { AppRouter } from "./app_router.ts";
import type { RequestContext } from "./context.ts";
import { AppError, toAppError } from "./errors.ts";
import { readBody } from "./request_body.ts";

/** The most calls in one request. */
export const MAX_BATCH_SIZE = 20;

/** Answers a request under `/trpc`; `onInternalError` is told what must not be shown. */
export async function handleTrpc(
  router: AppRouter,
  request: Request,
  makeContext: () => Promise<RequestContext>,
  onInternalError: (error: unknown) => void,
): Promise<Response> {
  refuseLargeBatch(new URL(request.url));
  const context = await makeContext();
  return await fetchRequestHandler({
    endpoint: "/trpc",
    router,
    req: await withBoundedBody(request),
    createContext: () => context,
    maxBatchSize: MAX_BATCH_SIZE,
    onError({ error }) {
      const shown = toAppError(error);
      if (shown.code === "INTERNAL_ERROR") onInternalError(shown.options.cause ?? error);
    },
    responseMeta: ({ errors }) => ({ headers: replyHeaders(context.reply, errors) }),
  });
}

/** tRPC refuses it too, but only after it has split the input; and its error has no request id. */
function refuseLargeBatch(url: URL): void {
  const calls = url.pathname.split(",").length;
  if (calls <= MAX_BATCH_SIZE) return;
  throw new AppError(
    "BAD_REQUEST",
    `The request has ${calls} calls; at most ${MAX_BATCH_SIZE} go into one. Send several requests.`,
  );
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
