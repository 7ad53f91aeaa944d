import { initTRPC } from "@trpc/server";
import type { OpenApiMeta } from "trpc-to-openapi";
import type { RequestContext } from "./context.ts";
import { AppError, errorBody, toAppError } from "./errors.ts";

/** What a procedure says about itself beside its schemas. */
export interface ProcedureMeta extends Record<string, unknown> {
  /** The REST path the procedure is also served at. */
  readonly openapi?: OpenApiMeta["openapi"];
  /** HTTP status of success over REST; 200 where it is not given. */
  readonly successStatus?: number;
}

/** A stream says it is alive this often; a proxy that cuts at 30 s of silence leaves it open. */
const SSE_PING_MS = 15_000;
/** A client that heard nothing for this long connects again. */
const SSE_RECONNECT_MS = 40_000;

const t = initTRPC.context<RequestContext>().meta<ProcedureMeta>().create({
  // Stack traces never leave the process, whatever NODE_ENV says.
  isDev: false,
  allowOutsideOfServer: true,
  sse: {
    ping: { enabled: true, intervalMs: SSE_PING_MS },
    client: { reconnectAfterInactivityMs: SSE_RECONNECT_MS },
  },
  errorFormatter({ shape, error, ctx }) {
    const shown = toAppError(error);
    const nowMs = ctx?.app.now() ?? Date.now();
    const body = errorBody(shown, ctx?.requestId ?? "", nowMs);
    return {
      ...shape,
      message: shown.message,
      data: { code: shown.code, httpStatus: shown.status, path: shape.data.path, error: body },
    };
  },
});

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Anyone may call it. */
export const publicProcedure = t.procedure;

/** Needs a key where `API_KEY_REQUIRED` is true; a wrong key is refused in any case. */
export const keyProcedure = t.procedure.use(({ ctx, next }) => {
  refuseWrongKey(ctx);
  if (ctx.app.config.apiKeyRequired && ctx.actor.role === "anonymous") throw missingKey();
  return next();
});

/** Needs the key of an administrator, in every environment. */
export const adminProcedure = t.procedure.use(({ ctx, next }) => {
  refuseWrongKey(ctx);
  if (ctx.actor.role === "anonymous") throw missingKey();
  if (ctx.actor.role !== "admin") {
    throw new AppError("FORBIDDEN", "This needs the key of an administrator. Yours is of a user.");
  }
  return next();
});

const CHALLENGE = { "www-authenticate": "Bearer" };

function refuseWrongKey(ctx: RequestContext): void {
  if (ctx.actor.role !== "rejected") return;
  throw new AppError(
    "UNAUTHORIZED",
    "The key sent with the request is not known, or was revoked, or has expired. Send another.",
    { headers: CHALLENGE },
  );
}

function missingKey(): AppError {
  return new AppError(
    "UNAUTHORIZED",
    'This needs a key. Send it as "Authorization: Bearer KEY" or as "X-API-Key: KEY".',
    { headers: CHALLENGE },
  );
}
