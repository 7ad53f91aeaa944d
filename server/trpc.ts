import { initTRPC } from "@trpc/server";
import type { OpenApiMeta } from "trpc-to-openapi";
import type { RequestContext } from "./context.ts";
import { AppError, errorBody, toAppError } from "./errors.ts";
import { chargeCall } from "./limits/charge_call.ts";
import { whileWelcome } from "./limits/while_welcome.ts";

/**
 * Who may call a procedure. `key` is everyone where `API_KEY_REQUIRED` is false; `owner` is the person
 * named in the input; `party` is a side of the transaction; administrators may call all of them.
 */
export type Access = "all" | "key" | "signed_in" | "owner" | "party" | "admin";

/** What a procedure says about itself beside its schemas. */
export interface ProcedureMeta extends Record<string, unknown> {
  readonly access?: Access;
  /** For `owner`: the field of the input that has the person's user id. */
  readonly ownerField?: string;
  /** True for what counts against no limit: how the service is, and who asks. */
  readonly free?: boolean;
  /** The REST path the procedure is also served at. */
  readonly openapi?: OpenApiMeta["openapi"];
  /** True where REST takes the fields in the body alone: passwords do not belong in addresses. */
  readonly bodyOnly?: boolean;
  /** HTTP status of success over REST; 200 where it is not given. */
  readonly successStatus?: number;
}

/** A stream says it is alive this often; a proxy that cuts at 30 s of silence leaves it open. */
const SSE_PING_MS = 15_000;
/** A client that heard nothing for this long connects again. */
const SSE_RECONNECT_MS = 40_000;
/** A stream ends after this long and the client opens it again, perhaps at an instance that has less to do. */
const SSE_LIFE_MS = 30 * 60_000;

const t = initTRPC.context<RequestContext>().meta<ProcedureMeta>().create({
  // Stack traces never leave the process, whatever NODE_ENV says.
  isDev: false,
  allowOutsideOfServer: true,
  sse: {
    maxDurationMs: SSE_LIFE_MS,
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

/** Every call is counted with the time it took, but for a stream, which takes as long as it is open. */
const measured = t.procedure.use(async ({ ctx, path, type, next }) => {
  const { metrics } = ctx.app;
  const startedMs = performance.now();
  const result = await next();
  if (type !== "subscription") {
    metrics.procedureSeconds.observe([path], (performance.now() - startedMs) / 1000);
  }
  if (!result.ok) metrics.procedureFailures.add([path, toAppError(result.error).code]);
  return result;
});

/**
 * Every procedure goes through the guard: it reads from the procedure's own meta who may call it.
 * The rule is data, so that a test can walk all of them.
 */
const guarded = measured.use(async ({ ctx, meta, type, getRawInput, next }) => {
  // A stream was charged when it was admitted, before its answer began.
  if (type !== "subscription" && isCharged(ctx, meta)) await chargeCall(ctx);
  await guard(ctx, meta, getRawInput);
  const result = await next();
  if (type !== "subscription" || !result.ok) return result;
  const assertWelcome = async () => {
    await guard({ ...ctx, actor: await ctx.askAgain() }, meta, getRawInput);
  };
  const stream = result.data as AsyncIterable<unknown>;
  return { ...result, data: whileWelcome(stream, assertWelcome, ctx.app.streams.checkMs) };
});

/** Anyone may call it. */
export const publicProcedure = guarded.meta({ access: "all" });

/** Anyone may call it, as often as they like. */
export const freeProcedure = guarded.meta({ access: "all", free: true });

/** Needs a key or a session where `API_KEY_REQUIRED` is true; a wrong one is refused in any case. */
export const keyProcedure = guarded.meta({ access: "key" });

/** Needs someone: a session, a token or a key, in every environment. Whose rows it sees is the verb's. */
export const signedInProcedure = guarded.meta({ access: "signed_in" });

/** Needs the person whose id is in `user_id` of the input, or an administrator. */
export const ownerProcedure = guarded.meta({ access: "owner", ownerField: "user_id" });

/** Needs the person whose id is in `from_user` of the input, or an administrator. */
export const senderProcedure = guarded.meta({ access: "owner", ownerField: "from_user" });

/** Needs one of the two sides of the transaction, or an administrator; the verb looks it up. */
export const partyProcedure = guarded.meta({ access: "party" });

/** Needs an administrator, in every environment. */
export const adminProcedure = guarded.meta({ access: "admin" });

/** What is free is so for who sends no wrong key: a refusal that costs nothing would let keys be guessed. */
function isCharged({ actor }: RequestContext, meta: ProcedureMeta | undefined): boolean {
  return !meta?.free || actor.kind === "rejected" && meta.access !== "all";
}

async function guard(
  ctx: RequestContext,
  meta: ProcedureMeta | undefined,
  getRawInput: () => Promise<unknown>,
): Promise<void> {
  const access = meta?.access ?? "admin";
  if (access === "all") return;
  refuseWrongKey(ctx);
  const { role, userId } = ctx.actor;
  if (role === "anonymous") {
    if (access === "key" && !ctx.app.config.apiKeyRequired) return;
    throw missingKey();
  }
  if (role === "admin" || access === "key" || access === "signed_in" || access === "party") return;
  if (access === "owner" && isOwner(await getRawInput(), meta?.ownerField, userId)) return;
  throw access === "owner" ? notTheOwner() : notAnAdministrator();
}

function isOwner(input: unknown, field: string | undefined, userId: string | null): boolean {
  if (userId === null || field === undefined || typeof input !== "object") return false;
  return (input as Record<string, unknown> | null)?.[field] === userId;
}

function notTheOwner(): AppError {
  return new AppError("FORBIDDEN", "This belongs to someone else. Use your own user id.");
}

function notAnAdministrator(): AppError {
  return new AppError("FORBIDDEN", "This needs an administrator, and you are signed in as a user.");
}

const CHALLENGE = { "www-authenticate": "Bearer" };

function refuseWrongKey(ctx: RequestContext): void {
  if (ctx.actor.role !== "rejected") return;
  throw new AppError(
    "UNAUTHORIZED",
    "The key or token sent with the request is not known, or was revoked, or has expired. Send another.",
    { headers: CHALLENGE },
  );
}

function missingKey(): AppError {
  return new AppError(
    "UNAUTHORIZED",
    'This needs a key or a token. Send it as "Authorization: Bearer …" or as "X-API-Key: …".',
    { headers: CHALLENGE },
  );
}
