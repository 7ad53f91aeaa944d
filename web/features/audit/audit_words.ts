import type { AuditPage } from "../../../server/audit/schema.ts";

export type AuditEntry = AuditPage["entries"][number];

/** Who did it, as far as the log still knows. */
export function actorOf(entry: AuditEntry): string {
  const name = entry.actor === "" ? entry.actor_kind : entry.actor;
  return entry.actor_kind === "person" ? name : `${name} (${entry.actor_kind})`;
}

/** The particulars in one line: `role admin, before user`. */
export function detailsOf(details: Readonly<Record<string, unknown>>): string {
  return Object.entries(details).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `${name.replaceAll("_", " ")} ${text}`;
  }).join(", ");
}
