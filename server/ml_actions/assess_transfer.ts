import { readRiskFacts } from "../../db/mod.ts";
import { assessRisk, type RiskAssessment } from "../../ml/risk/assess_risk.ts";
import { HISTORY_ROWS } from "../../ml/risk/transfer_facts.ts";
import type { App } from "../context.ts";

/** The risk of a proposed transfer. */
export interface Assessment extends RiskAssessment {
  /** The trained model behind it; null where rules alone judged. */
  readonly modelId: string | null;
  /** Transfers of the sender that it was compared with. */
  readonly ownTransfers: number;
}

/** Judges a transfer by what the ledger knows of both sides now. One query, and no coin moves. */
export async function assessTransfer(
  app: App,
  transfer: { readonly fromUser: string; readonly toUser: string; readonly amount: string },
): Promise<Assessment> {
  const { fromUser, toUser } = transfer;
  const [facts, held] = await Promise.all([
    readRiskFacts(app.db, { fromUser, toUser, limit: HISTORY_ROWS }),
    app.riskModel(),
  ]);
  const proposed = {
    ...facts,
    ...{ fromUser, toUser, amount: Number(transfer.amount), atMs: app.now() },
    greatestAmount: Number(app.config.maxTransactionAmount),
  };
  return {
    ...assessRisk(proposed, held?.model ?? null),
    modelId: held?.id ?? null,
    ownTransfers: facts.senderSent.length,
  };
}
