import { AppError } from "./errors.ts";

/** What came in and is no request that could be handled, and why. */
export type Unreadable = "malformed" | "too large" | "too slow" | "method";

/** Why the parser of node gave up; null where it was the connection that broke, or TLS. */
export function whyUnreadable(error: Error): Unreadable | null {
  const code = String((error as { code?: unknown }).code);
  if (code === "HPE_HEADER_OVERFLOW") return "too large";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "too slow";
  return code.startsWith("HPE_") ? "malformed" : null;
}

const METHODS = "GET, HEAD, POST, DELETE, OPTIONS";

/** The refusal of what could not be read. */
export function unreadableError(why: Unreadable): AppError {
  switch (why) {
    case "too large":
      return new AppError(
        "HEADERS_TOO_LARGE",
        "The headers of the request are larger than 16 kB. Send less.",
      );
    case "too slow":
      return new AppError("REQUEST_TIMEOUT", "The request did not arrive in time. Send it again.");
    case "method":
      return new AppError("METHOD_NOT_ALLOWED", `This method is served nowhere. Use ${METHODS}.`, {
        headers: { allow: METHODS },
      });
    case "malformed":
      return new AppError("BAD_REQUEST", "This is no request of HTTP/1.1 that can be read.");
  }
}
