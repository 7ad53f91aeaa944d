import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from "@trpc/client";
import type { AppRouter } from "../server/app_router.ts";
import { accessKey } from "./lib/access_key.ts";

// The server refuses larger batches; a page asks far fewer questions at once.
const MAX_BATCH = 10;

/** The server's procedures, typed by its router. */
export const api = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (operation) => operation.type === "subscription",
      true: httpSubscriptionLink({ url: "/trpc" }),
      false: httpBatchLink({
        url: "/trpc",
        maxItems: MAX_BATCH,
        headers: () => accessKey() ? { "x-api-key": accessKey() } : {},
      }),
    }),
  ],
});

/** What a failed question means for the reader. */
export interface Failure {
  /** One of the server's codes, or `UNREACHABLE`. */
  readonly code: string;
  /** One plain sentence: what failed and what to do. */
  readonly message: string;
  /** For the log of the server, where the server answered at all. */
  readonly requestId: string | null;
}

/** Reads the server's error envelope out of whatever was thrown. */
export function toFailure(error: unknown): Failure {
  const body = error instanceof TRPCClientError
    ? (error as TRPCClientError<AppRouter>).data?.error
    : undefined;
  if (body) return { code: body.code, message: body.message, requestId: body.request_id || null };
  return {
    code: "UNREACHABLE",
    message: "The server did not answer. Check that it is running; this page asks again by itself.",
    requestId: null,
  };
}
