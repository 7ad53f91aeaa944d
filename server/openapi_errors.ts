import { ERROR_STATUS, type ErrorCode } from "./errors.ts";
import type { Access } from "./trpc.ts";

type Json = Record<string, unknown>;

/** The envelope of every error, as JSON Schema. */
export const ERROR_SCHEMA = {
  type: "object",
  description: "Every refusal has this body, with the status that belongs to its code.",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "details", "timestamp", "request_id"],
      properties: {
        code: { type: "string", enum: Object.keys(ERROR_STATUS) },
        message: { type: "string", description: "What failed, and what to do." },
        details: {
          description: "For a refused input: the fields and what each should be. Else null, " +
            "or what the code's operation says.",
        },
        timestamp: { type: "string", format: "date-time" },
        request_id: { type: "string", description: "The same as in the header x-request-id." },
      },
    },
  },
};

/** What a client reads in the example of a refusal. */
const SAMPLE_MESSAGES: Readonly<Record<ErrorCode, string>> = {
  VALIDATION_ERROR: '"limit": must be at most 100.',
  BAD_REQUEST: "The body is not valid JSON.",
  UNAUTHORIZED:
    'This needs a key or a token. Send it as "Authorization: Bearer …" or as "X-API-Key: …".',
  FORBIDDEN: "This needs an administrator, and you are signed in as a user.",
  NOT_FOUND: 'There is no coin "NOSUCH".',
  USER_NOT_FOUND: 'There is no person "bob".',
  METHOD_NOT_ALLOWED: "PUT is not served here. Use GET, HEAD, OPTIONS.",
  REQUEST_TIMEOUT: "The request did not arrive in time.",
  CONFLICT: "There is no champion to roll back from.",
  IDEMPOTENCY_CONFLICT: "This Idempotency-Key was sent before with another body.",
  INVALID_STATE: "The transaction is completed already.",
  PAYLOAD_TOO_LARGE: "The body is larger than 1 MB.",
  UNSUPPORTED_MEDIA_TYPE: "Send the body as application/json.",
  UNPROCESSABLE: "This cannot be done.",
  INSUFFICIENT_FUNDS: "alice has 5 and needs 10.05.",
  INSUFFICIENT_STAKE: "alice has staked 5 and asks for 10.",
  SELF_TRANSFER: "Coins cannot be sent to oneself.",
  RISK_TOO_HIGH: "The risk of this transfer is high, so it was not made.",
  RATE_LIMITED: "More than 100 calls in a minute. Wait 12 seconds.",
  HEADERS_TOO_LARGE: "The headers of the request are larger than 16 kB.",
  INTERNAL_ERROR:
    "Something failed inside the server. Try again; if it stays, look for the request id in the log.",
  UNAVAILABLE: "The database does not answer.",
};

/** What is known of an operation, from which its refusals follow. */
export interface Refusable {
  readonly method: string;
  readonly access: Access;
  readonly free: boolean;
  readonly hasInput: boolean;
  readonly own: readonly ErrorCode[];
}

/** The refusals that a client may meet: by status, each with its codes and an example. */
export function errorResponses(operation: Refusable): Record<string, Json> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set(codesOf(operation))) {
    const status = ERROR_STATUS[code];
    byStatus.set(status, [...byStatus.get(status) ?? [], code]);
  }
  const entries = [...byStatus].map(([status, codes]) => [status, errorResponse(codes)] as const);
  return { ...Object.fromEntries(entries), default: DEFAULT_RESPONSE };
}

function codesOf({ method, access, free, hasInput, own }: Refusable): ErrorCode[] {
  const codes: ErrorCode[] = [];
  if (hasInput) codes.push("VALIDATION_ERROR");
  codes.push("BAD_REQUEST");
  if (access !== "all") codes.push("UNAUTHORIZED");
  if (["owner", "party", "admin"].includes(access)) codes.push("FORBIDDEN");
  codes.push(...own);
  if (method === "POST") codes.push("PAYLOAD_TOO_LARGE");
  if (!free) codes.push("RATE_LIMITED");
  return [...codes, "INTERNAL_ERROR", "UNAVAILABLE"];
}

const SCHEMA = { $ref: "#/components/schemas/Error" };
const DEFAULT_RESPONSE = {
  description: "Any other refusal",
  content: { "application/json": { schema: SCHEMA } },
};

function errorResponse(codes: readonly ErrorCode[]): Json {
  const only = { properties: { error: { properties: { code: { enum: codes } } } } };
  const examples = codes.map((code) => [code, { value: exampleOf(code) }]);
  const waits = codes.some((code) => code === "RATE_LIMITED" || code === "UNAVAILABLE");
  return {
    description: codes.map((code) => `\`${code}\``).join(" or "),
    ...(waits && { headers: { "Retry-After": RETRY_AFTER } }),
    content: {
      "application/json": {
        schema: { allOf: [SCHEMA, only] },
        examples: Object.fromEntries(examples),
      },
    },
  };
}

const RETRY_AFTER = { description: "Seconds to wait.", schema: { type: "integer" } };

function exampleOf(code: ErrorCode): Json {
  return {
    error: {
      code,
      message: SAMPLE_MESSAGES[code],
      details: code === "VALIDATION_ERROR"
        ? [{ field: "limit", message: "must be at most 100" }]
        : null,
      timestamp: "2026-11-21T12:00:00.000Z",
      request_id: "8a6f2a4e-0f5d-4a57-9a0e-3d1c3b1f7c55",
    },
  };
}
