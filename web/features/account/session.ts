import type { Accessor } from "solid-js";
import type { Account, AuthStatus } from "../../../server/auth/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { api } from "../../trpc.ts";

/** Who looks at the pages, as the server knows it by the session cookie. */
export interface Session {
  readonly status: Data<AuthStatus>;
  /** Undefined until the server has said it, null while nobody is signed in. */
  readonly account: Accessor<Account | null | undefined>;
  readonly isAdmin: () => boolean;
}

/** Asks who is signed in, and again each minute: a session may end elsewhere. */
export function createSession(): Session {
  const status = createData(
    "session",
    () => ({}),
    (_, signal) => api.auth.status.query(undefined, { signal }),
    { maxAgeMs: 60_000, refreshMs: 60_000 },
  );
  const account = () => status.data()?.account;
  return { status, account, isAdmin: () => account()?.role === "admin" };
}

// One for this tab: a channel does not hear itself, but would hear another one of the same page.
let tabs: BroadcastChannel | undefined;

/** Every tab starts anew when someone signs in or out: nothing of the one before stays in sight. */
export function followOtherTabs(): () => void {
  tabs = new BroadcastChannel("session");
  tabs.onmessage = () => location.reload();
  return () => tabs?.close();
}

/** After signing in or out: tells the other tabs, and loads the page at `address` from scratch. */
export function startAnew(address: string): void {
  tabs?.postMessage("changed");
  location.assign(address);
}
