import { assertEquals } from "@std/assert";
import { ADMIN_KEY } from "../../server/app_for_tests.ts";
import { pause } from "../instances.ts";
import { explain, type Fleet } from "./balancer.ts";

/** Calls of one address or key in a minute. */
export const LIMIT = 600;
const PEOPLE = ["alice", "bob", "carol", "dave"] as const;
const READ_PATHS = ["/api/market/overview", "/trpc/models.list", "/api/v1/health/ready"];

/** What the clients met. */
export interface Met {
  requests: number;
  /** Broken connections, and answers of 500 and above. */
  readonly errors: string[];
  /** Transfers that were acknowledged: idempotency key to transaction. */
  readonly acknowledged: Map<string, string>;
  /** Calls of the one client that asks for more than it may have. */
  readonly granted: { readonly sentMs: number; readonly doneMs: number }[];
  refused: number;
}

/** Gives everyone who sends enough for days. */
export async function mintForAll(fleet: Fleet): Promise<void> {
  for (const person of PEOPLE) {
    const response = await fleet.send(`/api/v1/coins/mint/${person}`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ amount: "1000" }),
    });
    assertEquals(response.status, 200, await response.text());
  }
}

/** Clients that go on until told to stop, and what they meet. */
export function startClients(fleet: Fleet, signal: AbortSignal): {
  readonly met: Met;
  readonly ended: Promise<unknown>;
} {
  const met: Met = { requests: 0, errors: [], acknowledged: new Map(), granted: [], refused: 0 };
  const repeat = async (everyMs: number, work: (round: number) => Promise<void>) => {
    for (let round = 0; !signal.aborted; round++) {
      await work(round);
      await pause(everyMs);
    }
  };
  const readers = Array.from({ length: 4 }, (_, who) =>
    repeat(120, (round) => {
      const headers = { "x-forwarded-for": `198.51.100.${who + 1}` };
      return count(met, () => fleet.send(READ_PATHS[round % READ_PATHS.length]!, { headers }));
    }));
  const senders = PEOPLE.map((from, at) =>
    repeat(500, () => transfer(fleet, met, from, PEOPLE[(at + 1) % PEOPLE.length]!))
  );
  const greedy = repeat(50, () => askForMore(fleet, met));
  return { met, ended: Promise.all([...readers, ...senders, greedy]) };
}

/** Sends a request and counts it; the answer, or `null` where the connection broke. */
async function answered(met: Met, ask: () => Promise<Response>): Promise<Response | null> {
  met.requests += 1;
  try {
    const response = await ask();
    if (response.status >= 500) met.errors.push(`${response.status} ${response.url}`);
    return response;
  } catch (error) {
    met.errors.push(explain(error));
    return null;
  }
}

async function count(met: Met, ask: () => Promise<Response>): Promise<void> {
  const response = await answered(met, ask);
  // A body may break off too.
  await response?.text().catch((error) => met.errors.push(explain(error)));
}

/** A transfer that is sent under one key until it is acknowledged. */
async function transfer(fleet: Fleet, met: Met, from: string, to: string): Promise<void> {
  const key = crypto.randomUUID();
  const init = {
    method: "POST",
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify({ from_user: from, to_user: to, amount: "0.01" }),
  };
  for (;;) {
    const send = () => fleet.send("/api/v1/transactions/quick-send", init);
    const response = await answered(met, send);
    const body = await response?.json().catch(() => null);
    if (response?.status === 200 && body !== null) {
      met.acknowledged.set(key, body.transaction.transaction_id);
      return;
    }
    await pause(200);
  }
}

async function askForMore(fleet: Fleet, met: Met): Promise<void> {
  const headers = { "x-forwarded-for": "203.0.113.9" };
  const sentMs = performance.now();
  const response = await answered(met, () => fleet.send("/trpc/models.list", { headers }));
  await response?.text().catch(() => {});
  if (response?.status === 200) met.granted.push({ sentMs, doneMs: performance.now() });
  if (response?.status === 429) met.refused += 1;
}

/** The most calls that were granted within any minute. */
export function mostInAMinute({ granted }: Met): number {
  let most = 0;
  for (const { sentMs } of granted) {
    const within = granted.filter((call) =>
      call.sentMs >= sentMs && call.doneMs <= sentMs + 60_000
    );
    most = Math.max(most, within.length);
  }
  return most;
}
