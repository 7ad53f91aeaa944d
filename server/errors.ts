import { z } from "zod";
import { TRPCError } from "@trpc/server";

/**
 * The closed set of error codes and the HTTP status of each. This is the only place where the two
 * meet; whatever is not an {@link AppError} or a known refusal of tRPC is `INTERNAL_ERROR`.
 */
export const ERROR_STATUS = {
  VALIDATION_ERROR: 400,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  USER_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  REQUEST_TIMEOUT: 408,
  CONFLICT: 409,
  /** The same idempotency key was sent before with another body. */
  IDEMPOTENCY_CONFLICT: 409,
  /** The transaction is in a state that does not allow it, for instance completed already. */
  INVALID_STATE: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNPROCESSABLE: 422,
  INSUFFICIENT_FUNDS: 422,
  INSUFFICIENT_STAKE: 422,
  SELF_TRANSFER: 422,
  /** A transfer was judged too risky to be made. */
  RISK_TOO_HIGH: 422,
  RATE_LIMITED: 429,
  HEADERS_TOO_LARGE: 431,
  INTERNAL_ERROR: 500,
  UNAVAILABLE: 503,
} as const;

/** One of the closed set of codes in {@link ERROR_STATUS}. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** What a client is told of an error; `details` is plain JSON. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: unknown;
  readonly timestamp: string;
  readonly request_id: string;
}

/** One field of the input that was refused, and what would be accepted. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * An error that may be told to the client as it stands: the message states what failed, with the
 * value quoted, and what to do.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly options: {
      readonly details?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }

  /** The HTTP status of the code. */
  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

const INTERNAL_MESSAGE =
  "Something failed inside the server. Try again; if it stays, look for the request id in the log.";

/**
 * Turns whatever was thrown into an error that may be shown. Unknown errors lose their text: it is
 * for the log, under the same request id.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.ZodError) return validationError(error);
  if (error instanceof TRPCError) return fromTrpcError(error);
  if (isDatabaseDown(error)) return databaseDown(error);
  if (isUnstorable(error)) return unstorable();
  if (isErased(error)) return erased();
  return new AppError("INTERNAL_ERROR", INTERNAL_MESSAGE, { cause: error });
}

/** tRPC's own refusals; its texts name routes and inputs of the client only, so they may pass. */
const TRPC_CODES: Partial<Record<TRPCError["code"], ErrorCode>> = {
  PARSE_ERROR: "BAD_REQUEST",
  BAD_REQUEST: "BAD_REQUEST",
  UNAUTHORIZED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  METHOD_NOT_SUPPORTED: "METHOD_NOT_ALLOWED",
  PAYLOAD_TOO_LARGE: "PAYLOAD_TOO_LARGE",
  UNSUPPORTED_MEDIA_TYPE: "UNSUPPORTED_MEDIA_TYPE",
};

function fromTrpcError(error: TRPCError): AppError {
  if (error.cause instanceof AppError) return error.cause;
  const code = TRPC_CODES[error.code];
  // A zod error is the client's fault only where tRPC says that the input was refused: the same
  // class is thrown when our own output does not fit its schema.
  if (error.code === "BAD_REQUEST" && error.cause instanceof z.ZodError) {
    return validationError(error.cause);
  }
  if (error.code === "PARSE_ERROR") return malformedJson();
  if (code === undefined) return fromInside(error);
  return new AppError(code, error.message, { cause: error });
}

/** tRPC wraps what a procedure throws. */
function fromInside(error: TRPCError): AppError {
  if (isDatabaseDown(error.cause)) return databaseDown(error.cause);
  if (isUnstorable(error.cause)) return unstorable();
  if (isErased(error.cause)) return erased();
  return new AppError("INTERNAL_ERROR", INTERNAL_MESSAGE, { cause: error.cause ?? error });
}

/** PostgreSQL's codes for starting, stopping, being full, slow or not ours; those of a broken line. */
const DATABASE_DOWN =
  /^(?:57P0[1-3]|57014|53300|3D000|28\w{3}|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/;

/** What `pg` says without a code when a connection ends or cannot be had. */
const CONNECTION_LOST =
  /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered a connection error|^Cannot use a pool after/;

function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, routine, syscall } = error as {
    code?: unknown;
    routine?: string;
    syscall?: string;
  };
  if (CONNECTION_LOST.test(error.message)) return true;
  const known = typeof code === "string" && DATABASE_DOWN.test(code);
  return known && (routine !== undefined || syscall === "connect" || syscall === "read");
}

/** A NUL or half a surrogate pair: JSON may have them, PostgreSQL has no text with them. */
function isUnstorable(error: unknown): boolean {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return code === "22021" || code === "22P05";
}

function unstorable(): AppError {
  return new AppError(
    "VALIDATION_ERROR",
    "A text in the request has a character that is none, such as NUL. Take it out.",
  );
}

/** A row of a person who was there when it was begun, and is not any more. */
function isErased(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return code === "23503" && /_user_id_foreign$/.test(String(constraint));
}

function erased(): AppError {
  return new AppError("USER_NOT_FOUND", "The person was erased a moment ago.");
}

function databaseDown(cause: unknown): AppError {
  return new AppError("UNAVAILABLE", "The database does not answer. Send it again in a moment.", {
    headers: { "retry-after": "2" },
    cause,
  });
}

/** The body of a request is not JSON. */
export function malformedJson(): AppError {
  return new AppError(
    "BAD_REQUEST",
    "The body of the request is not valid JSON. Send one JSON object, in UTF-8.",
  );
}

/** The refusal of an input, naming each field and what it should be. */
export function validationError(error: z.ZodError): AppError {
  const problems = error.issues.map(toFieldProblem);
  const listed = problems.map((problem) => `"${problem.field}": ${problem.message}`).join("; ");
  return new AppError(
    "VALIDATION_ERROR",
    `The request has a value that cannot be used. ${listed}. Correct it and send it again.`,
    { details: problems },
  );
}

function toFieldProblem(issue: z.core.$ZodIssue): FieldProblem {
  const field = issue.path.length > 0 ? issue.path.map(String).join(".") : "input";
  return { field, message: describeIssue(issue).replace(/\.$/, "") };
}

/** What would be accepted, in plain words; texts of our own schemas pass as they are. */
function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "string" && issue.minimum === 1) return "must not be empty";
      return `must be at least ${issue.minimum}${lengthUnit(issue.origin)}`;
    case "too_big":
      return `must be at most ${issue.maximum}${lengthUnit(issue.origin)}`;
    case "invalid_type":
      return `must be ${/^(int|number)$/.test(issue.expected) ? "a number" : issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map(String).join(", ")}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    default:
      return issue.message;
  }
}

function lengthUnit(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " items long" : "";
}

/** The envelope every error is sent in. */
export function errorBody(error: AppError, requestId: string, nowMs: number): ErrorBody {
  return {
    code: error.code,
    message: error.message,
    details: error.options.details ?? null,
    timestamp: new Date(nowMs).toISOString(),
    request_id: requestId,
  };
}
