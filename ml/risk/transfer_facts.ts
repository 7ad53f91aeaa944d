/** A transfer that was made. Amounts are numbers here: statistics need no exact decimals. */
export interface PastTransfer {
  readonly fromUser: string;
  readonly toUser: string;
  readonly amount: number;
  readonly atMs: number;
}

/** What is known when a transfer is proposed. Lists have the newest first. */
export interface TransferFacts extends PastTransfer {
  /** The sender's available coins before it. */
  readonly balance: number;
  /** When the accounts were opened; null for one that has not been yet. */
  readonly senderSinceMs: number | null;
  readonly recipientSinceMs: number | null;
  /** The newest {@link HISTORY_ROWS} transfers from and to each of the two. */
  readonly senderSent: readonly PastTransfer[];
  readonly senderReceived: readonly PastTransfer[];
  readonly recipientSent: readonly PastTransfer[];
  readonly recipientReceived: readonly PastTransfer[];
  /** Amounts that people may want to stay just under; the greatest one that may be sent is added. */
  readonly greatestAmount: number;
}

/** As much of a history is looked at, so that an assessment costs the same however long it grows. */
export const HISTORY_ROWS = 200;
