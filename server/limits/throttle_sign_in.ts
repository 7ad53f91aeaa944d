import { giveBackLimit } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { rateLimited } from "./create_limits.ts";
import { networkOf } from "./network.ts";

const WINDOW_MS = 15 * 60_000;
/** Tries from one address, at whatever accounts. */
const PER_ADDRESS = { cap: 60, windowMs: WINDOW_MS };
/** Tries from one address at one account. */
const PER_ACCOUNT = { cap: 10, windowMs: WINDOW_MS };

/** Who tries to sign in, and from where. */
export interface SignInTry {
  readonly address: string;
  /** The email that was typed, whether an account has it or not. */
  readonly account: string;
}

/**
 * Counts a try to sign in, before the password is looked at; call {@link noteSuccess} when it was
 * right. It counts first, so a thousand tries at once are no more than their cap. The owner is never
 * locked out: tries from other addresses do not count against theirs.
 *
 * @throws {AppError} RATE_LIMITED with `Retry-After` after 10 tries at an account from one address
 * within 15 minutes, or 60 tries at any
 */
export async function assertMayTry(app: App, given: SignInTry): Promise<void> {
  const address = networkOf(given.address);
  const standings = await Promise.all([
    app.limits.take(`sign-in:${address}`, PER_ADDRESS),
    app.limits.take(await accountSubject(given), PER_ACCOUNT),
  ]);
  const refused = standings.filter((standing) => !standing.allowed);
  if (refused.length === 0) return;
  throw rateLimited(
    "There were too many tries to sign in.",
    Math.max(...refused.map(({ resetMs }) => resetMs)),
  );
}

/**
 * The password was right: the tries at this account from this address are forgotten, and this one does
 * not count against the address, behind which a whole office may sign in. Others' tries still do:
 * who has an account of their own gains nothing for guessing at more.
 */
export async function noteSuccess(app: App, given: SignInTry): Promise<void> {
  await Promise.all([
    giveBackLimit(app.db, `sign-in:${networkOf(given.address)}`),
    app.limits.forget(await accountSubject(given)),
  ]);
}

/** The table of limits holds no email: only the hash of one. */
async function accountSubject({ address, account }: SignInTry): Promise<string> {
  const bytes = new TextEncoder().encode(account.trim().toLowerCase());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `sign-in:${networkOf(address)}:${digest.subarray(0, 16).toHex()}`;
}
