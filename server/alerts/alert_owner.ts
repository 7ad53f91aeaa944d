import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";

/** Whose rules and alerts a request is about. */
export interface AlertOwner {
  /** Null for an administrator's key that belongs to no person. */
  readonly userId: string | null;
  /** True for administrators: the default rules, which are nobody's, are theirs. */
  readonly withDefaults: boolean;
}

/** @throws {AppError} FORBIDDEN for a user's key that belongs to no person */
export function alertOwner({ actor }: RequestContext): AlertOwner {
  const withDefaults = actor.role === "admin";
  if (actor.userId === null && !withDefaults) {
    throw new AppError(
      "FORBIDDEN",
      "The key that was sent belongs to no person, so it has no alerts. Sign in, or use a key of yours.",
    );
  }
  return { userId: actor.userId, withDefaults };
}

/** Whether something of this person, or of nobody, is the owner's. */
export function isOwned(owner: AlertOwner, userId: string | null): boolean {
  return userId === null ? owner.withDefaults : userId === owner.userId;
}
