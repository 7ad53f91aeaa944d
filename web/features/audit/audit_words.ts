import type { AuditPage } from "../../../server/audit/schema.ts";

export type AuditEntry = AuditPage["entries"][number];

/** Who did it, as far as the log still knows. */
export function actorOf(entry: AuditEntry): string {
  const name = entry.actor === "" ? entry.actor_kind : entry.actor;
  return entry.actor_kind === "person" ? name : `${name} (${entry.actor_kind})`;
}

/** The particulars in one line: `role admin, before user`; of a question its words first. */
export function detailsOf(details: Readonly<Record<string, unknown>>): string {
  if ("steps" in details) return questionDetails(details as unknown as QuestionDetails);
  return Object.entries(details).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return `${name.replaceAll("_", " ")} ${text}`;
  }).join(", ");
}

/** What is kept of a question to the chat; what is null was not kept, or was erased. */
interface QuestionDetails {
  readonly question: string | null;
  readonly reason: string | null;
  readonly pii_types: readonly string[];
  readonly topic: string;
  readonly cost_usd: string | number;
  readonly steps: readonly {
    readonly step: string;
    readonly ms: number;
    readonly attempts?: number;
  }[];
  readonly ip_address: string | null;
  readonly user_agent: string | null;
  readonly session_id: string;
}

function questionDetails(one: QuestionDetails): string {
  const took = one.steps.map(({ step, ms, attempts = 0 }) =>
    `${step.replaceAll("_", " ")} ${ms} ms${attempts > 1 ? ` in ${attempts} tries` : ""}`
  );
  return [
    one.question === null ? "text not kept" : `"${one.question}"`,
    one.reason === "pii_detected"
      ? `refused: ${one.pii_types.join(", ").replaceAll("_", " ")}`
      : "",
    one.reason === "invalid_topic" ? "refused: off the subject" : "",
    `subject by ${one.topic.replace(/^(?:in)?valid_/, "").replaceAll("_", " ")}`,
    took.join(", "),
    Number(one.cost_usd) > 0 ? `$${one.cost_usd}` : "",
    one.ip_address === null ? "" : `from ${one.ip_address}`,
    one.user_agent ?? "",
    `conversation ${one.session_id}`,
  ].filter((part) => part !== "").join("; ");
}
