import type { Account } from "../../../server/auth/schema.ts";
import { createData } from "../../lib/data.ts";
import { api } from "../../trpc.ts";

/** Where the person is signed in. */
export function createSessions() {
  return createData(
    "sessions",
    () => ({}),
    (_, signal) => api.auth.sessions.query(undefined, { signal }),
  );
}

/** One's own keys; everyone's, for an administrator who asks for them. */
export function createKeys(all: () => boolean) {
  return createData(
    "keys",
    () => ({ all: all() }),
    (question, signal) => api.keys.list.query(question, { signal }),
  );
}

/** What the person has agreed to. */
export function createConsents() {
  return createData(
    "consents",
    () => ({}),
    (_, signal) => api.privacy.consents.query(undefined, { signal }),
  );
}

/** How an account calls itself in a sentence. */
export function accountFinding(account: Account): string {
  if (account.kind === "key") {
    return account.user_id === null
      ? `Signed in with the API key "${account.name}", which belongs to no person.`
      : `Signed in with the API key "${account.name}" of ${account.user_id}.`;
  }
  return account.role === "admin"
    ? `Signed in as ${account.user_id}, an administrator.`
    : `Signed in as ${account.user_id}.`;
}
