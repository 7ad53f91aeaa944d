import { HISTORY_ROWS, type PastTransfer, type TransferFacts } from "./transfer_facts.ts";

/** A transfer that was made, with what was known of the accounts. */
export interface ReplayedTransfer extends PastTransfer {
  readonly balance: number;
  readonly senderSinceMs: number | null;
  readonly recipientSinceMs: number | null;
}

/** Replays a ledger in order of time: what was known before each transfer, and nothing later. */
export interface Replay {
  /** What is known when the next transfer is proposed; it is made afterwards. */
  next(transfer: ReplayedTransfer): TransferFacts;
}

interface History {
  readonly sent: PastTransfer[];
  readonly received: PastTransfer[];
}

export function startReplay(options: { readonly greatestAmount: number }): Replay {
  const histories = new Map<string, History>();
  const historyOf = (user: string): History => {
    const known = histories.get(user) ?? { sent: [], received: [] };
    histories.set(user, known);
    return known;
  };
  return {
    next(transfer) {
      const sender = historyOf(transfer.fromUser);
      const recipient = historyOf(transfer.toUser);
      const facts: TransferFacts = {
        ...transfer,
        greatestAmount: options.greatestAmount,
        senderSent: newest(sender.sent),
        senderReceived: newest(sender.received),
        recipientSent: newest(recipient.sent),
        recipientReceived: newest(recipient.received),
      };
      sender.sent.push(transfer);
      recipient.received.push(transfer);
      return facts;
    },
  };
}

function newest(rows: readonly PastTransfer[]): PastTransfer[] {
  return rows.slice(-HISTORY_ROWS).reverse();
}
