import { listConsents, recordConsent } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { type ConsentsView, PURPOSES } from "./schema.ts";

/** What a person is asked for, with the words of the question; what holds unless they said yes is no. */
const QUESTIONS: Readonly<Record<typeof PURPOSES[number], string>> = {
  public_leaderboard: "Show my user id on the leaderboard of staked forecasts.",
};

/** Each purpose with the person's newest decision. */
export async function readConsents(app: App, userId: string): Promise<ConsentsView> {
  const decisions = await listConsents(app.db, userId);
  return {
    consents: PURPOSES.map((purpose) => {
      const newest = decisions.find((one) => one.purpose === purpose);
      return {
        purpose,
        question: QUESTIONS[purpose],
        granted: newest?.granted ?? false,
        decided_at: newest === undefined ? null : new Date(newest.atMs).toISOString(),
      };
    }),
  };
}

/** Notes a decision; it holds from the next page on. */
export async function setConsent(
  app: App,
  input: {
    readonly userId: string;
    readonly purpose: typeof PURPOSES[number];
    readonly granted: boolean;
  },
): Promise<ConsentsView> {
  await recordConsent(app.db, { ...input, atMs: app.now() });
  return await readConsents(app, input.userId);
}
