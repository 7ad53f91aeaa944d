import { z } from "zod";
import { userId } from "../auth/user_id.ts";

/** What needs a person's consent. Without one it is not done. */
export const PURPOSES = ["public_leaderboard"] as const;

export const exportOutput = z.object({
  user_id: z.string(),
  exported_at: z.string(),
  /** A section for each part of the product. */
  sections: z.record(z.string(), z.unknown()),
});
export type PersonExport = z.infer<typeof exportOutput>;

export const setConsentInput = z.object({ purpose: z.enum(PURPOSES), granted: z.boolean() });

export const consentsOutput = z.object({
  consents: z.array(z.object({
    purpose: z.enum(PURPOSES),
    /** What a yes means, as a sentence to tick. */
    question: z.string(),
    granted: z.boolean(),
    /** Null where nothing was decided, which counts as no. */
    decided_at: z.string().nullable(),
  })),
});
export type ConsentsView = z.infer<typeof consentsOutput>;

export const erasePersonInput = z.object({ user_id: userId });
/** The pseudonym that the ledger keeps in place of the person. */
export const erasePersonOutput = z.object({ success: z.literal(true), pseudonym: z.string() });
