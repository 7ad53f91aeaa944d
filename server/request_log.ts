import { matchPath, type RestRoute } from "./rest.ts";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** The three usual forms of a request's name: a UUID, a trace id of 32 hex digits, a ULID. */
const REQUEST_ID =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-7][0-9A-HJKMNP-TV-Z]{25})$/i;

/**
 * The name a client gave its request, to find it in both logs. It is random or it is not taken: a name
 * of a client's own making may be the name of a person.
 */
export function readRequestId(headers: Headers): string | null {
  const given = headers.get("x-request-id") ?? "";
  return REQUEST_ID.test(given) ? given : null;
}

/** What the log may know of what was asked for: paths have user ids in them, and typing mistakes. */
export interface LoggedRequest {
  readonly method: string;
  /** The path as it is described, `/api/v1/coins/balance/{user_id}`; a page or a file of ours. */
  readonly path: string;
  /** The same as one of few: what clients send together or by a wrong method is no route of its own. */
  readonly route: string;
}

/** Names a request without what the client put into its address. */
export function loggedRequest(
  served: {
    readonly routes: readonly RestRoute[];
    /** `health.live` and the like. */
    readonly procedures: Readonly<Record<string, unknown>>;
  },
  request: { readonly method: string; readonly pathname: string },
  response: Response,
): LoggedRequest {
  const { pathname } = request;
  const method = METHODS.includes(request.method) ? request.method : "OTHER";
  const described = procedureNames(served.procedures, pathname) ??
    template(served.routes, pathname);
  const path = described ?? fileName(pathname, response);
  if (response.status === 405) return { method, path, route: UNKNOWN };
  if (described === null) return { method, path, route: ROUTES.includes(path) ? path : "{file}" };
  return { method, path, route: path.includes(",") ? "/trpc/{batch}" : path };
}

const UNKNOWN = "{unknown}";
/** What is served besides procedures and files. */
const ROUTES = ["/", "/docs", "/metrics", "/openapi.json", "{page}", UNKNOWN];

function procedureNames(
  procedures: Readonly<Record<string, unknown>>,
  pathname: string,
): string | null {
  if (!pathname.startsWith("/trpc/")) return null;
  const names = pathname.slice("/trpc/".length).split(",");
  return `/trpc/${names.map((name) => Object.hasOwn(procedures, name) ? name : UNKNOWN).join()}`;
}

function template(routes: readonly RestRoute[], pathname: string): string | null {
  try {
    const match = matchPath(routes, pathname);
    const first = match?.routes.values().next().value;
    return first?.segments.join("/") ?? null;
  } catch {
    return null;
  }
}

function fileName(pathname: string, response: Response): string {
  if (pathname === "/" || pathname === "/metrics") return pathname;
  if (response.status >= 400) return UNKNOWN;
  // The pages of the app: any address is one, and they name coins, people and transactions.
  if (response.headers.get("content-type")?.startsWith("text/html")) return "{page}";
  return pathname;
}
