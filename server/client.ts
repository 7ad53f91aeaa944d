import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  httpSubscriptionLink,
  type Operation,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import type { AppRouter } from "./app_router.ts";
import { createEventSource } from "./event_source.ts";

/** The server takes at most this many calls in one request. */
const MAX_CALLS = 20;
/** Mutations whose answer comes piece by piece. */
const STREAMED: ReadonlySet<string> = new Set(["chat.ask"]);

/**
 * A client of the API, typed by {@link AppRouter}; subscriptions come over server-sent events and
 * connect again by themselves.
 *
 * ```ts
 * const client = createClient({ url: "http://localhost:8000" });
 * const { predictions } = await client.predictions.top.query({ limit: 5 });
 * await client.transactions.quickSend.mutate(transfer, { context: { idempotencyKey: "order-17" } });
 * for await (const event of await client.chat.ask.mutate({ question })) console.log(event);
 * ```
 *
 * @param options `url` of the server without `/trpc`; `apiKey` where the server wants one
 */
export function createClient(options: {
  readonly url: string;
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
}): TRPCClient<AppRouter> {
  const url = `${options.url.replace(/\/+$/, "")}/trpc`;
  const headers: Record<string, string> = options.apiKey
    ? { authorization: `Bearer ${options.apiKey}` }
    : {};
  const own = options.fetch && { fetch: options.fetch };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, EventSource: createEventSource(headers) }),
        false: splitLink({
          condition: ({ path }) => STREAMED.has(path),
          true: httpBatchStreamLink({ url, headers, maxItems: 1, ...own }),
          false: splitLink({
            condition: (operation) => idempotencyKey(operation) !== undefined,
            true: httpLink({
              url,
              headers: ({ op }) => ({ ...headers, "idempotency-key": idempotencyKey(op) }),
              ...own,
            }),
            false: httpBatchLink({ url, headers, maxItems: MAX_CALLS, ...own }),
          }),
        }),
      }),
    ],
  });
}

/** A key stands for one call, so that call goes alone. */
function idempotencyKey(operation: Operation): string | undefined {
  const key = operation.context.idempotencyKey;
  return typeof key === "string" ? key : undefined;
}
