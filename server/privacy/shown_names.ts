import { consentingPeople } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";

/** What stands in place of a user id that its owner did not agree to show. */
const SOMEONE = "anonymous";

/**
 * How people are called to whoever asks: by user id where they agreed to `public_leaderboard`, to
 * themselves, and to administrators.
 */
export async function shownNames(
  { app, actor }: RequestContext,
  userIds: readonly string[],
): Promise<(userId: string) => string> {
  if (actor.role === "admin") return (userId) => userId;
  const agreed = await consentingPeople(app.db, { purpose: "public_leaderboard", userIds });
  return (userId) => agreed.has(userId) || userId === actor.userId ? userId : SOMEONE;
}
