/** Headers of ours that a page of another origin may read. */
const EXPOSED = [
  "x-request-id",
  "retry-after",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "idempotent-replayed",
].join(", ");

const REQUEST_HEADERS = [
  "authorization",
  "content-type",
  "idempotency-key",
  "last-event-id",
  "trpc-accept",
  "x-api-key",
  "x-request-id",
].join(", ");

const PREFLIGHT_SECONDS = "600";

/**
 * What a page of an origin in `ALLOWED_ORIGINS` may see; nothing for any other. The origin is named,
 * never `*`, so that its page may send cookies.
 *
 * @param allowed `https://app.example.com`, without a path
 */
export function crossOriginHeaders(
  request: Request,
  allowed: readonly string[],
): Record<string, string> {
  const origin = request.headers.get("origin");
  if (origin === null || !allowed.includes(origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    "access-control-expose-headers": EXPOSED,
    // The pages of our own origin are all that other headers keep it for.
    "cross-origin-resource-policy": "cross-origin",
  };
}

/** What is added to the answer to a preflight of such a page. */
export function preflightHeaders(
  request: Request,
  allowed: readonly string[],
  methods: readonly string[],
): Record<string, string> {
  const origin = request.headers.get("origin");
  const isPreflight = request.headers.has("access-control-request-method");
  if (!isPreflight || origin === null || !allowed.includes(origin)) return {};
  return {
    "access-control-allow-methods": methods.join(", "),
    "access-control-allow-headers": REQUEST_HEADERS,
    "access-control-max-age": PREFLIGHT_SECONDS,
  };
}
