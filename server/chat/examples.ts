import type { OperationExamples } from "../openapi_example.ts";

const SESSION = "b7d0c1f2-2a0e-4c55-8a3d-1f2f6a6c9a10";
const QUESTION = "Will Bitcoin rise tomorrow?";
const ANSWER = "The forecast sees no edge: Bitcoin rises with a probability of 53 %.";
const AT = "2026-11-21T12:00:00.000Z";
const SOURCE = { title: "Forecast of BTC", href: "/coins/BTC", as_of: AT };

export const chatExamples: OperationExamples = {
  "chat.query": {
    input: { question: QUESTION, session_id: SESSION },
    output: {
      success: true,
      answer: ANSWER,
      session_id: SESSION,
      history: [{ question: QUESTION, answer: ANSWER, timestamp: AT }],
      timestamp: AT,
      metadata: {
        tokens_input: 0,
        tokens_output: 0,
        cost_usd: 0,
        response_time_ms: 12,
        sources: [SOURCE],
        answered_by: "built-in",
        as_of: AT,
        struck_numbers: [],
        simulated: false,
      },
    },
  },
  "chat.validate": {
    input: { question: "My mail is alice@example.com. Will Bitcoin rise?" },
    output: {
      topic_valid: true,
      pii_detected: true,
      pii_types: ["email"],
      sanitized: "My mail is [email]. Will Bitcoin rise?",
    },
  },
  "chat.history": {
    input: { session_id: SESSION },
    output: {
      session_id: SESSION,
      title: QUESTION,
      exchanges: [{
        id: "7",
        question: QUESTION,
        answer: ANSWER,
        status: "completed",
        facts: [],
        charts: [{ kind: "forecast", symbol: "BTC" }],
        follow_ups: ["And Ethereum?"],
        answered_by: "built-in",
        tokens_input: 0,
        tokens_output: 0,
        cost_usd: 0,
        response_time_ms: 12,
        timestamp: AT,
      }],
    },
    errors: ["NOT_FOUND"],
  },
  "chat.erase": {
    input: { session_id: SESSION },
    output: { session_id: SESSION, erased: true },
  },
};
