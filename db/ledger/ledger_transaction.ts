export type LedgerTransactionType =
  | "send"
  | "mint"
  | "burn"
  | "stake"
  | "unstake"
  | "release"
  | "forecast_stake"
  | "forecast_settlement"
  | "reversal";

/** `processing` is for what takes longer than one database transaction; nothing does today. */
export type LedgerTransactionStatus =
  | "pending"
  | "processing"
  | "completed"
  | "failed"
  | "cancelled";

/** A transaction; amounts are decimal texts without trailing zeros. */
export interface LedgerTransaction {
  readonly id: string;
  readonly fromUser: string;
  readonly toUser: string;
  readonly amount: string;
  /** Paid by the sender on top of the amount. */
  readonly fee: string;
  readonly type: LedgerTransactionType;
  readonly status: LedgerTransactionStatus;
  readonly failureCode: string | null;
  readonly failureReason: string | null;
  readonly metadata: Record<string, unknown>;
  readonly analysis: Record<string, unknown> | null;
  /** Of a reversal: what it takes back. */
  readonly reversesId: string | null;
  readonly reversedById: string | null;
  /** Of a release: when the cool-down is over. */
  readonly notBeforeMs: number | null;
  readonly createdBy: string;
  readonly eventAtMs: number;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
}

/** What one person holds; decimal texts. */
export interface LedgerBalance {
  readonly userId: string;
  /** What can be spent. */
  readonly balance: string;
  readonly stakedBalance: string;
  /** Unstaked, and waiting for the end of the cool-down. */
  readonly coolingBalance: string;
  readonly forecastStakes: string;
  readonly lastUpdatedMs: number;
}
