import { type AuditTarget, recordAct, type Sql } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";

/**
 * Adds an act of this request's actor to the audit log, through the transaction of the act.
 *
 * @param what `act` is the procedure's name, `details` has neither secrets nor names of people
 */
export async function auditAct(
  ctx: RequestContext,
  tx: Sql,
  what: {
    readonly act: string;
    readonly target: AuditTarget | null;
    readonly details: object;
  },
): Promise<void> {
  const { actor, requestId, app } = ctx;
  await recordAct(tx, { actor, requestId, atMs: app.now(), ...what });
}
