import type { OperationExamples } from "../openapi_example.ts";

export const evaluationExamples: OperationExamples = {
  "evaluation.latest": {
    output: { evaluation: null, how_to_run: "Run: deno task evaluate" },
  },
};
