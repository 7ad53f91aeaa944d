import { giveBackLimit } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { rateLimited, type Standing } from "./create_limits.ts";
import { networkOf } from "./network.ts";

const WINDOW_MS = 15 * 60_000;
/** Tries from one address, at whatever accounts. */
const PER_ADDRESS = { cap: 60, windowMs: WINDOW_MS };
/** Tries from one address at one account. */
const PER_ACCOUNT = { cap: 10, windowMs: WINDOW_MS };
/** Tries at one account from wherever: more is a guess made from many places. */
const AT_ACCOUNT = { cap: 100, windowMs: WINDOW_MS };
/** What is left to each address then; never nothing, or many could keep the owner out. */
const UNDER_ATTACK = { cap: 2, windowMs: WINDOW_MS };

const SIGN_UP_WINDOW_MS = 60 * 60_000;

/**
 * Counts the making of an account, since each brings limits of its own.
 *
 * @throws {AppError} RATE_LIMITED with `Retry-After` after as many from one network within an hour as it
 * may make calls within a minute
 */
export async function assertMaySignUp(app: App, address: string): Promise<void> {
  const limit = { cap: app.config.rateLimitPerMinute, windowMs: SIGN_UP_WINDOW_MS };
  const standing = await app.limits.take(`sign-up:${networkOf(address)}`, limit);
  if (standing.allowed) return;
  throw rateLimited("Many accounts were made from this address.", standing.resetMs);
}

/** No account came of it: who mistypes makes none. */
export async function noteNoSignUp(app: App, address: string): Promise<void> {
  await giveBackLimit(app.db, `sign-up:${networkOf(address)}`);
}

/** Who tries to sign in, and from where. */
export interface SignInTry {
  readonly address: string;
  /** The email that was typed, whether an account has it or not. */
  readonly account: string;
}

/**
 * Counts a try to sign in, before the password is looked at; call {@link noteSuccess} when it was
 * right. It counts first, so a thousand tries at once are no more than their cap. The owner is never
 * locked out: tries from other addresses leave at least two to each.
 *
 * @throws {AppError} RATE_LIMITED with `Retry-After` after 10 tries at an account from one address
 * within 15 minutes, 2 where there were 100 from elsewhere, or 60 tries at any
 */
export async function assertMayTry(app: App, given: SignInTry): Promise<void> {
  const subjects = await subjectsOf(given);
  assertAllowed(
    await Promise.all([
      app.limits.take(subjects.address, PER_ADDRESS),
      app.limits.take(subjects.accountFromHere, PER_ACCOUNT),
    ]),
  );
  // Counted last: what was refused already is no try at the account.
  const anywhere = await app.limits.take(subjects.account, AT_ACCOUNT);
  if (!anywhere.allowed) {
    assertAllowed([await app.limits.take(subjects.underAttack, UNDER_ATTACK)]);
  }
}

function assertAllowed(standings: readonly Standing[]): void {
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
  const subjects = await subjectsOf(given);
  await Promise.all([
    giveBackLimit(app.db, subjects.address),
    giveBackLimit(app.db, subjects.account),
    app.limits.forget(subjects.accountFromHere),
    app.limits.forget(subjects.underAttack),
  ]);
}

/** The table of limits holds no email: only the hash of one. */
async function subjectsOf({ address, account }: SignInTry) {
  const bytes = new TextEncoder().encode(account.trim().toLowerCase());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const [network, hash] = [networkOf(address), digest.subarray(0, 16).toHex()];
  return {
    address: `sign-in:${network}`,
    account: `sign-in-at:${hash}`,
    accountFromHere: `sign-in:${network}:${hash}`,
    underAttack: `sign-in-under-attack:${network}:${hash}`,
  };
}
