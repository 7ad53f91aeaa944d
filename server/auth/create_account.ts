import {
  findPersonByEmail,
  insertPerson,
  type Person,
  type Role,
  type Sql,
  userIdIsTaken,
} from "../../db/mod.ts";
import { AppError } from "../errors.ts";
import { normalizeEmail } from "./email.ts";
import { assertGoodPassword } from "./password_rules.ts";
import { hashPassword } from "./passwords.ts";
import { email as emailSchema } from "./schema.ts";

/** Names that the ledger and the pages use for something else. */
const RESERVED =
  /^(system|burned|burnt|pool|fees?|admin|administrator|root|me|all|anonymous|null|erased_.*)$/i;

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
  /** Left out: one is made up. */
  readonly userId?: string | undefined;
}

/**
 * Makes an account. A user id that coins were ever held under is refused, or whoever takes the name
 * would take the coins.
 *
 * @throws {AppError} VALIDATION_ERROR for a weak password, CONFLICT for a taken email or user id
 */
export async function createAccount(
  db: Sql,
  account: NewAccount,
  nowMs: number,
): Promise<Person> {
  const email = normalizeEmail(account.email);
  // Normalisation may make an @ of a look-alike.
  if (!emailSchema.safeParse(email).success) throw notAnEmail();
  assertGoodPassword(account.password, email, "password");
  const { role, userId = generateUserId() } = account;
  if (RESERVED.test(userId) || await userIdIsTaken(db, userId)) throw userIdTaken(userId);
  const passwordHash = await hashPassword(account.password);
  const person = await insertPerson(db, { userId, email, passwordHash, role, nowMs });
  if (person !== null) return person;
  throw await findPersonByEmail(db, email) === null ? userIdTaken(userId) : emailTaken();
}

/** `u_` and 80 bits of chance: nothing of the person is in it. */
function generateUserId(): string {
  return `u_${crypto.getRandomValues(new Uint8Array(10)).toHex()}`;
}

function userIdTaken(userId: string): AppError {
  return new AppError("CONFLICT", `The user id "${userId}" is not free. Choose another.`, {
    details: [{ field: "user_id", message: "is not free" }],
  });
}

function notAnEmail(): AppError {
  const message = "must be an email address such as name@example.com";
  return new AppError("VALIDATION_ERROR", `The email cannot be used: it ${message}.`, {
    details: [{ field: "email", message }],
  });
}

function emailTaken(): AppError {
  return new AppError("CONFLICT", "There is an account with this email. Sign in instead.", {
    details: [{ field: "email", message: "has an account" }],
  });
}
