import { adminExamples } from "./admin/examples.ts";
import { alertExamples } from "./alerts/examples.ts";
import { auditExamples } from "./audit/examples.ts";
import { authExamples } from "./auth/examples.ts";
import { chatExamples } from "./chat/examples.ts";
import { coinExamples } from "./coins/examples.ts";
import { collectionExamples } from "./collection/examples.ts";
import { contestExamples } from "./contests/examples.ts";
import { evaluationExamples } from "./evaluation/examples.ts";
import { healthExamples } from "./health/examples.ts";
import { jobExamples } from "./jobs/examples.ts";
import { marketExamples } from "./markets/examples.ts";
import { mlActionExamples } from "./ml_actions/examples.ts";
import type { OperationExamples } from "./openapi_example.ts";
import { predictionExamples } from "./predictions/examples.ts";
import { privacyExamples } from "./privacy/examples.ts";
import { statusExamples } from "./status/examples.ts";
import { transactionExamples } from "./transactions/examples.ts";

/** The examples of every module. */
export const EXAMPLES: OperationExamples = {
  ...healthExamples,
  ...statusExamples,
  ...marketExamples,
  ...predictionExamples,
  ...contestExamples,
  ...mlActionExamples,
  ...evaluationExamples,
  ...collectionExamples,
  ...adminExamples,
  ...auditExamples,
  ...jobExamples,
  ...alertExamples,
  ...privacyExamples,
  ...authExamples,
  ...coinExamples,
  ...transactionExamples,
  ...chatExamples,
};
