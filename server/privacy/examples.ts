import type { OperationExamples } from "../openapi_example.ts";

const CONSENTS = {
  consents: [{
    purpose: "public_leaderboard",
    question: "Show my user id on the leaderboard of staked forecasts.",
    granted: true,
    decided_at: "2026-11-21T12:00:00.000Z",
  }],
};

export const privacyExamples: OperationExamples = {
  "privacy.export": {
    output: {
      user_id: "alice",
      exported_at: "2026-11-21T12:00:00.000Z",
      sections: { account: { user_id: "alice", email: "alice@example.com", role: "user" } },
    },
    errors: ["FORBIDDEN"],
  },
  "privacy.consents": { output: CONSENTS, errors: ["FORBIDDEN"] },
  "privacy.setConsent": {
    input: { purpose: "public_leaderboard", granted: true },
    output: CONSENTS,
    errors: ["FORBIDDEN"],
  },
};
