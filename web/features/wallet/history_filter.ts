import type { Transaction } from "../../../server/coins/schema.ts";
import { trimAmount } from "../../lib/amount.ts";
import { edgeOfDay } from "../../lib/days.ts";
import type { ColumnValues } from "../../ui/table_model.ts";
import { counterpartyOf, directionOf, noteOf } from "../transactions/transaction_words.ts";

export const TYPES = [
  "send",
  "mint",
  "burn",
  "stake",
  "unstake",
  "release",
  "forecast_stake",
  "forecast_settlement",
  "reversal",
] as const satisfies readonly Transaction["transaction_type"][];
export const STATUSES = [
  "pending",
  "processing",
  "completed",
  "failed",
  "cancelled",
] as const satisfies readonly Transaction["status"][];

/** What the controls above the history say; an empty text leaves it open. */
export interface HistoryControls {
  readonly type: "" | typeof TYPES[number];
  readonly status: "" | typeof STATUSES[number];
  readonly direction: "" | "in" | "out";
  readonly counterparty: string;
  readonly from: string;
  readonly to: string;
}

/** The same as the server takes it. */
export interface HistoryFilter {
  readonly type?: typeof TYPES[number];
  readonly status?: typeof STATUSES[number];
  readonly direction?: "in" | "out";
  readonly counterparty?: string;
  readonly from?: string;
  readonly to?: string;
}

const USER_ID = /^[A-Za-z0-9_-]{1,100}$/;

/** Leaves out what is open, and what cannot be a user id or a day. */
export function toFilter(controls: HistoryControls): HistoryFilter {
  const counterparty = controls.counterparty.trim();
  const from = edgeOfDay(controls.from, "start");
  const to = edgeOfDay(controls.to, "end");
  return {
    ...(controls.type === "" ? {} : { type: controls.type }),
    ...(controls.status === "" ? {} : { status: controls.status }),
    ...(controls.direction === "" ? {} : { direction: controls.direction }),
    ...(USER_ID.test(counterparty) ? { counterparty } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

/** The columns of the file that the history is taken along as. */
export function csvColumns(userId: string): readonly ColumnValues<Transaction>[] {
  return [
    { id: "time", label: "time", value: (row) => row.timestamp },
    { id: "id", label: "transaction_id", value: (row) => row.transaction_id },
    { id: "type", label: "type", value: (row) => row.transaction_type },
    { id: "status", label: "status", value: (row) => row.status },
    { id: "direction", label: "direction", value: (row) => directionOf(row, userId) },
    { id: "with", label: "counterparty", value: (row) => counterpartyOf(row, userId) },
    { id: "amount", label: "amount_tbc", value: (row) => trimAmount(row.amount) },
    { id: "fee", label: "fee_tbc", value: (row) => trimAmount(row.fee) },
    { id: "failure", label: "failure", value: (row) => row.failure?.message ?? null },
    { id: "note", label: "note", value: noteOf },
    { id: "metadata", label: "metadata", value: (row) => metadataText(row) },
  ];
}

function metadataText(row: Transaction): string {
  return Object.keys(row.metadata).length === 0 ? "" : JSON.stringify(row.metadata);
}
