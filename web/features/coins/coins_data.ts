import type { Transaction } from "../../../server/coins/schema.ts";
import { createData } from "../../lib/data.ts";
import { createPaged, type Paged } from "../../lib/paged.ts";
import { api } from "../../trpc.ts";

const REFRESH_MS = 30_000;
const PAGE_SIZE = 100;

/** Where all coins are, and whether they add up. */
export function createSummary() {
  return createData(
    "coins",
    () => ({}),
    (_, signal) => api.coins.summary.query(undefined, { signal }),
    { maxAgeMs: 0, refreshMs: REFRESH_MS },
  );
}

/** How many transactions there were, and what they moved. */
export function createStatistics() {
  return createData(
    "coin statistics",
    () => ({}),
    (_, signal) => api.transactions.stats.query(undefined, { signal }),
    { maxAgeMs: 0, refreshMs: REFRESH_MS },
  );
}

/** What everyone can spend. */
export function createBalances() {
  return createData(
    "balances",
    () => ({}),
    (_, signal) => api.coins.balances.query(undefined, { signal }),
    { maxAgeMs: 0 },
  );
}

/** Everyone's transactions that wait. */
export function createAllPending(): Paged<Transaction> {
  return createPaged(() => ({}), async (_, cursor, signal) => {
    const rows = await api.transactions.pending.query({
      limit: PAGE_SIZE,
      ...(cursor === null ? {} : { cursor }),
    }, { signal });
    return { rows, next: rows.length < PAGE_SIZE ? null : rows.at(-1)?.transaction_id ?? null };
  });
}
