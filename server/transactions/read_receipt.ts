import { type LedgerEntry, type LedgerTransaction, readEntries, readProof } from "../../db/mod.ts";
import { isoTime, viewTransaction } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { shownNames } from "../privacy/shown_names.ts";
import { findForParty } from "./find_for_party.ts";
import type { Receipt } from "./schema.ts";

/**
 * What a transaction moved between which accounts, and its place in the hash chain. Balances are shown
 * of the caller's own accounts, and all of them to an administrator.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function readReceipt(
  ctx: RequestContext,
  { transaction_id: transactionId }: { readonly transaction_id: string },
): Promise<Receipt> {
  const transaction = await findForParty(ctx, transactionId);
  const { db } = ctx.app;
  const [entries, proof] = await Promise.all([
    readEntries(db, transaction.id),
    readProof(db, transaction.id),
  ]);
  return {
    transaction: viewTransaction(transaction),
    entries: await viewEntries(ctx, transaction, entries),
    proof: proof === null ? null : {
      position: proof.position,
      text: proof.text,
      previous_hash: proof.previousHash,
      hash: proof.hash,
      head: proof.head,
      path: [...proof.path],
    },
  };
}

/** Those who staked beside one another do not thereby learn each other's names. */
async function viewEntries(
  ctx: RequestContext,
  transaction: LedgerTransaction,
  entries: readonly LedgerEntry[],
): Promise<Receipt["entries"]> {
  const isPool = transaction.type === "forecast_settlement";
  const nameOf = isPool ? await shownNames(ctx, entries.map(({ owner }) => owner)) : String;
  return entries.map((entry) => ({ ...viewEntry(ctx, entry), owner: nameOf(entry.owner) }));
}

function viewEntry({ actor }: RequestContext, entry: LedgerEntry): Receipt["entries"][number] {
  const isShown = actor.role === "admin" || actor.userId === entry.owner;
  return {
    owner: entry.owner,
    account: entry.kind,
    account_number: String(entry.accountId),
    entry_number: String(entry.id),
    amount: entry.amount,
    balance_before: isShown ? entry.balanceBefore : null,
    balance_after: isShown ? entry.balanceAfter : null,
    event_at: isoTime(entry.eventAtMs),
    created_at: isoTime(entry.createdAtMs),
  };
}
