import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import type { AppRouter } from "./app_router.ts";
import { createEventSource } from "./event_source.ts";

/** The server takes at most this many calls in one request. */
const MAX_CALLS = 20;

/**
 * A client of the API, typed by {@link AppRouter}; subscriptions come over server-sent events and
 * connect again by themselves.
 *
 * ```ts
 * const client = createClient({ url: "http://localhost:8000" });
 * const { predictions } = await client.predictions.top.query({ limit: 5 });
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
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, EventSource: createEventSource(headers) }),
        false: httpBatchLink({
          url,
          headers,
          maxItems: MAX_CALLS,
          ...(options.fetch && { fetch: options.fetch }),
        }),
      }),
    ],
  });
}
