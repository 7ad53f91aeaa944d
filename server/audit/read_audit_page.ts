import type { z } from "zod";
import { type AuditEntry, type AuditFilter, readAuditLog } from "../../db/mod.ts";
import type { App } from "../context.ts";
import type { auditInput, AuditPage } from "./schema.ts";

/** A page of the audit log, the newest first. */
export async function readAuditPage(
  app: App,
  input: z.output<typeof auditInput>,
): Promise<AuditPage> {
  const { cursor, limit } = input;
  const page = { ...filterOf(input), ...(cursor && { after: cursor }) };
  // One more than is shown says whether there is another page.
  const found = await readAuditLog(app.db, { ...page, limit: limit + 1 });
  const shown = found.slice(0, limit);
  return {
    entries: shown.map(viewOf),
    next_cursor: found.length > limit ? shown.at(-1)?.place ?? null : null,
  };
}

function filterOf({ kind, act, actor, target, from, to }: z.output<typeof auditInput>) {
  const filter: AuditFilter = {
    ...(kind && { kind }),
    ...(act && { act }),
    ...(actor && { actor }),
    ...(target && { target }),
    ...(from && { fromMs: Date.parse(from) }),
    ...(to && { toMs: Date.parse(to) }),
  };
  return filter;
}

function viewOf(entry: AuditEntry): AuditPage["entries"][number] {
  return {
    id: entry.id,
    kind: entry.kind,
    act: entry.act,
    actor_kind: entry.actorKind,
    actor: entry.actor,
    actor_user_id: entry.actorUserId,
    target: entry.target,
    details: entry.details,
    request_id: entry.requestId,
    at: new Date(entry.atMs).toISOString(),
  };
}
