import { z } from "zod";

const at = z.iso.datetime({ offset: true, error: "A time looks like 2026-11-21T12:00:00Z." });

export const auditInput = z.object({
  /** `act` is what administrators did, `chat` the questions that were asked. */
  kind: z.enum(["act", "chat"]).optional(),
  act: z.string().min(1).max(100).optional(),
  /** The name of an actor, or the user id it acted for. */
  actor: z.string().min(1).max(200).optional(),
  /** What it was done to, `person:alice` or `model:lstm-1`. */
  target: z.string().min(1).max(200).optional(),
  from: at.optional(),
  to: at.optional(),
  /** `next_cursor` of the page before. */
  cursor: z.string().regex(/^\d{1,17}-(?:act|chat)-\d{1,18}$/, { error: "is not a next_cursor" })
    .optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export const auditOutput = z.object({
  entries: z.array(z.object({
    id: z.string(),
    kind: z.enum(["act", "chat"]),
    act: z.string(),
    actor_kind: z.string(),
    actor: z.string(),
    actor_user_id: z.string().nullable(),
    target: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    request_id: z.string().nullable(),
    at: z.string(),
  })),
  /** Send it as `cursor` for the page after; null on the last page. */
  next_cursor: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditOutput>;
