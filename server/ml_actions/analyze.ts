import type { z } from "zod";
import { RISK_THRESHOLDS } from "../../ml/risk/assess_risk.ts";
import { tryOut } from "../coins/try_out.ts";
import { isoTime } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { type Assessment, assessTransfer } from "./assess_transfer.ts";
import type { Analysis, AnalyzeAnswer, analyzeInput } from "./schema.ts";
import { wordWithLlm } from "./word_with_llm.ts";

/** So many transfers of a person make an assessment rest on as much as it lacks. */
const HALF_KNOWN = 10;
/** Rules alone know half of what rules and a trained model know. */
const RULES_ALONE = 0.5;

/** The risk of a proposed transfer, its fee, and what would make it fail. No coin moves. */
export async function analyze(
  ctx: RequestContext,
  input: z.output<typeof analyzeInput>,
): Promise<AnalyzeAnswer> {
  const { app } = ctx;
  const { from_user: fromUser, to_user: toUser, amount } = input;
  const [assessment, trial] = await Promise.all([
    assessTransfer(app, { fromUser, toUser, amount }),
    tryOut(app, { fromUser, toUser, amount, type: "send" }),
  ]);
  const { fee, total, balance_after, would_succeed, problems } = trial;
  const analysis: Analysis = {
    ...{ from_user: fromUser, to_user: toUser, amount },
    ...{ fee, total, balance_after, would_succeed, problems },
    risk_score: assessment.score,
    risk_level: assessment.level,
    reasons: [...assessment.reasons],
    thresholds: RISK_THRESHOLDS,
    would_refuse: assessment.level === "high",
    cold_start: assessment.coldStart,
    cold_start_reason: assessment.coldStartReason,
    model_id: assessment.modelId,
    assessed_at: isoTime(app.now()),
  };
  return {
    analysis,
    confidence: confidenceOf(assessment),
    ...await wordWithLlm(ctx, sayAnalysis(analysis), { useLlm: input.use_llm }),
    recommendations: recommendations(analysis),
  };
}

function confidenceOf({ ownTransfers, modelId }: Assessment): number {
  const known = ownTransfers / (ownTransfers + HALF_KNOWN);
  return modelId === null ? RULES_ALONE * known : known;
}

/** Names nobody: these words may be shown to a language model. */
function sayAnalysis(analysis: Analysis): string {
  const { risk_score: score, risk_level: level, thresholds, reasons, problems } = analysis;
  const signs = reasons.length === 0
    ? "Nothing about it is out of the ordinary."
    : reasons.map(({ text, weight }) => `${text.slice(0, -1)} (${weight.toFixed(2)}).`).join(" ");
  return [
    `The risk is ${level}: ${score.toFixed(2)} of 1; medium starts at ${thresholds.medium} and ` +
    `high at ${thresholds.high}.`,
    signs,
    ...(analysis.cold_start_reason === null ? [] : [analysis.cold_start_reason]),
    `The fee is ${analysis.fee} TBC.`,
    `The total is ${analysis.total} TBC.`,
    ...problems.map(({ code }) => `It would fail: ${FAILURES[code] ?? "a rule forbids it"}.`),
  ].join(" ");
}

const FAILURES: Readonly<Record<string, string>> = {
  INSUFFICIENT_FUNDS: "the sender has too little",
  USER_NOT_FOUND: "one of the two is not known",
  SELF_TRANSFER: "sender and recipient are the same person",
  VALIDATION_ERROR: "the amount is outside the limits",
};

function recommendations({ risk_level, problems, cold_start }: Analysis): string[] {
  const said = problems.map(({ message }) => message);
  if (risk_level !== "low") {
    said.push("Ask the recipient over another way whether the transfer is meant, before sending.");
  }
  if (risk_level === "medium") said.push("Send a small part first and have its arrival confirmed.");
  if (risk_level === "high") said.push("intelligent-transfer refuses it.");
  if (cold_start) said.push("Take the risk with care: little is known to compare with.");
  return said.length > 0 ? said : ["Nothing speaks against it."];
}
