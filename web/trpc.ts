import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  httpSubscriptionLink,
  type Operation,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import type { AppRouter } from "../server/app_router.ts";

// The server refuses larger batches; a page asks far fewer questions at once.
const MAX_BATCH = 10;

function idempotencyKey(operation: Operation): string | undefined {
  const key = operation.context.idempotencyKey;
  return typeof key === "string" ? key : undefined;
}

/**
 * The server's procedures, typed by its router. Who asks is told by the session cookie, which the
 * browser sends to its own origin by itself. A call that moves coins goes alone, with its key.
 */
export const api = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === "subscription",
      true: httpSubscriptionLink({ url: "/trpc" }),
      false: splitLink({
        condition: (operation) => idempotencyKey(operation) !== undefined,
        true: httpLink({
          url: "/trpc",
          headers: ({ op }) => ({ "idempotency-key": idempotencyKey(op) }),
        }),
        false: splitLink({
          // Its answer comes piece by piece.
          condition: ({ path }) => path === "chat.ask",
          true: httpBatchStreamLink({ url: "/trpc", maxItems: 1 }),
          false: httpBatchLink({ url: "/trpc", maxItems: MAX_BATCH }),
        }),
      }),
    }),
  ],
});

/** The same without the session: for what anyone may ask, also when nobody can be looked up. */
export const anonymousApi = createTRPCClient<AppRouter>({
  links: [
    httpLink({
      url: "/trpc",
      fetch: (input, init) => fetch(input, { ...init as RequestInit, credentials: "omit" }),
    }),
  ],
});

/** The option of a call that moves coins: its key. */
export function withKey(key: string): { readonly context: { readonly idempotencyKey: string } } {
  return { context: { idempotencyKey: key } };
}

/** What a failed question means for the reader. */
export interface Failure {
  /** One of the server's codes, or `UNREACHABLE`. */
  readonly code: string;
  /** One plain sentence: what failed and what to do. */
  readonly message: string;
  /** What the server adds for programs, for instance the fields that it refused. */
  readonly details: unknown;
  /** For the log of the server, where the server answered at all. */
  readonly requestId: string | null;
}

/** Reads the server's error envelope out of whatever was thrown. */
export function toFailure(error: unknown): Failure {
  const body = error instanceof TRPCClientError
    ? (error as TRPCClientError<AppRouter>).data?.error
    : undefined;
  if (body) {
    return {
      code: body.code,
      message: messageOf(body, error as TRPCClientError<AppRouter>),
      details: body.details,
      requestId: body.request_id || null,
    };
  }
  return {
    code: "UNREACHABLE",
    message: "The server did not answer. Check that it is running, and try again.",
    details: null,
    requestId: null,
  };
}

const SIGN_IN_PATHS = ["auth.login", "auth.startSession"];

/** The server speaks to programs too; a reader at a page signs in instead of sending a header. */
function messageOf(
  body: { readonly code: string; readonly message: string },
  error: TRPCClientError<AppRouter>,
): string {
  if (body.code === "RATE_LIMITED") return waitWords(body.message, error);
  const isSignIn = SIGN_IN_PATHS.includes(error.data?.path ?? "");
  if (body.code !== "UNAUTHORIZED" || isSignIn) return body.message;
  return "Nobody is signed in, or the session has ended. Sign in and try again.";
}

/** How long to wait, where the message of the server does not say it itself. */
function waitWords(message: string, error: TRPCClientError<AppRouter>): string {
  const response = error.meta?.response;
  const seconds = response instanceof Response ? Number(response.headers.get("retry-after")) : 0;
  if (!(seconds > 0) || /\d+ (s|seconds?|min|minutes?)\b/.test(message)) return message;
  return `${message} It can be asked again in ${Math.ceil(seconds)} s.`;
}
