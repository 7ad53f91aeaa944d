import type { DryRun, Transaction } from "../../../server/coins/schema.ts";
import type { Analysis } from "../../../server/ml_actions/schema.ts";
import { createData } from "../../lib/data.ts";
import { createPaged } from "../../lib/paged.ts";
import { api, toFailure } from "../../trpc.ts";
import type { HistoryFilter } from "./history_filter.ts";

const PAGE_SIZE = 50;
const EXPORT_PAGE_SIZE = 500;
const REFRESH_MS = 30_000;

/** What a person has, and where it is. */
export function createBalance(userId: () => string) {
  return createData(
    "balance",
    () => ({ user_id: userId() }),
    (question, signal) => api.coins.balance.query(question, { signal }),
    { maxAgeMs: 0, refreshMs: REFRESH_MS },
  );
}

/** A person's transactions, the newest first, page by page. */
export function createHistory(userId: () => string, filter: () => HistoryFilter) {
  return createPaged(
    () => ({ user_id: userId(), ...filter() }),
    async (question, cursor, signal) => {
      const rows = await api.transactions.history.query({
        ...question,
        limit: PAGE_SIZE,
        ...(cursor === null ? {} : { cursor }),
      }, { signal });
      return { rows, next: rows.length < PAGE_SIZE ? null : rows.at(-1)?.transaction_id ?? null };
    },
  );
}

/** Every transaction that the filter leaves, for a file. */
export async function fetchHistory(
  userId: string,
  filter: HistoryFilter,
  onProgress: (rows: number) => void,
): Promise<Transaction[]> {
  const all: Transaction[] = [];
  for (;;) {
    const cursor = all.at(-1)?.transaction_id;
    const rows = await api.transactions.history.query({
      user_id: userId,
      ...filter,
      limit: EXPORT_PAGE_SIZE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...rows);
    onProgress(all.length);
    if (rows.length < EXPORT_PAGE_SIZE) return all;
  }
}

/** A transfer that is not made yet. */
export interface Transfer {
  readonly from_user: string;
  readonly to_user: string;
  readonly amount: string;
}

/** What a transfer would do. */
export interface TransferPreview {
  readonly asked: Transfer;
  readonly run: Omit<DryRun, "dry_run">;
  /** Null where it could not be judged at this moment. */
  readonly risk: Analysis | null;
}

// Judging needs more of the server than moving coins does; that it fails must not stop a payment.
const TROUBLE = ["INTERNAL_ERROR", "UNAVAILABLE", "NOT_FOUND"];

/** Fee, rest and risk of a transfer; without the risk where that cannot be had. */
export async function previewTransfer(
  asked: Transfer,
  signal: AbortSignal,
): Promise<TransferPreview> {
  try {
    const { analysis } = await api.mlActions.analyze.mutate(asked, { signal });
    return { asked, run: analysis, risk: analysis };
  } catch (error) {
    if (!TROUBLE.includes(toFailure(error).code)) throw error;
    const run = await api.transactions.quickSend.mutate({ ...asked, dry_run: true }, { signal });
    if (!("dry_run" in run)) throw error;
    return { asked, run, risk: null };
  }
}
