import { type AuditTarget, recordAct, type Sql } from "../../db/mod.ts";
import type { Actor, RequestContext } from "../context.ts";

/** Who does something and when: a request, or a task of the command line. */
export interface DoneBy {
  readonly actor:
    | Pick<Actor, "kind" | "name" | "userId">
    | { readonly kind: "task"; readonly name: string; readonly userId: null };
  readonly requestId: string | null;
  readonly atMs: number;
}

/** A request as the one who does something. */
export function doneBy(ctx: RequestContext): DoneBy {
  return { actor: ctx.actor, requestId: ctx.requestId, atMs: ctx.app.now() };
}

/** Adds an act to the audit log, through the transaction of the act. */
export async function recordDone(
  tx: Sql,
  by: DoneBy,
  what: { readonly act: string; readonly target: AuditTarget | null; readonly details?: object },
): Promise<void> {
  await recordAct(tx, { details: {}, ...what, ...by });
}
