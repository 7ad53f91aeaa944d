import type { Analysis } from "../../../server/ml_actions/schema.ts";

/** The risk of a transfer in one sentence. */
export function riskSentence(risk: Analysis): string {
  const score = risk.risk_score.toFixed(2);
  switch (risk.risk_level) {
    case "low":
      return `Low risk (${score} of 1).`;
    case "medium":
      return `Medium risk (${score} of 1). Look at the reasons before you send.`;
    case "high":
      return `High risk (${score} of 1). Send only if you know who this is.`;
  }
}

/** True where the sender has to say that the reasons were read. */
export function needsAssent(risk: Analysis | null): boolean {
  return risk !== null && risk.risk_level !== "low";
}
