/**
 * Everything comes from our own origin. `style-src-attr` is open because Plotly and Solid set style
 * attributes; style elements and scripts in the page are not allowed.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every response, errors included. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
};

/**
 * Over TLS besides: for a year browsers come back over TLS only. Not as `localhost`: every port of it
 * would be meant, and so the servers of others.
 */
export function strictTransport(request: Request): Record<string, string> {
  const { hostname } = new URL(request.url);
  if (hostname === "localhost") return {};
  return { "strict-transport-security": "max-age=31536000" };
}
