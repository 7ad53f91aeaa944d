import { adminRouter } from "./admin/router.ts";
import { alertsRouter } from "./alerts/router.ts";
import { keysRouter } from "./auth/keys_router.ts";
import { peopleRouter } from "./auth/people_router.ts";
import { authRouter } from "./auth/router.ts";
import { chatRouter } from "./chat/router.ts";
import { coinsRouter } from "./coins/router.ts";
import { collectionRouter } from "./collection/router.ts";
import { contestsRouter } from "./contests/router.ts";
import { evaluationRouter } from "./evaluation/router.ts";
import { healthRouter } from "./health/router.ts";
import { jobsRouter } from "./jobs/router.ts";
import { marketRouter } from "./markets/router.ts";
import { mlActionsRouter } from "./ml_actions/router.ts";
import { modelsRouter } from "./models/router.ts";
import { predictionsRouter } from "./predictions/router.ts";
import { privacyRouter } from "./privacy/router.ts";
import { statusRouter } from "./status/router.ts";
import { transactionsRouter } from "./transactions/router.ts";
import { router } from "./trpc.ts";

/** Every procedure of the product. REST and OpenAPI are derived from it. */
export const appRouter = router({
  health: healthRouter,
  status: statusRouter,
  market: marketRouter,
  predictions: predictionsRouter,
  mlActions: mlActionsRouter,
  models: modelsRouter,
  evaluation: evaluationRouter,
  chat: chatRouter,
  coins: coinsRouter,
  collection: collectionRouter,
  contests: contestsRouter,
  jobs: jobsRouter,
  admin: adminRouter,
  alerts: alertsRouter,
  auth: authRouter,
  keys: keysRouter,
  people: peopleRouter,
  privacy: privacyRouter,
  transactions: transactionsRouter,
});

/** The type that the web app and TypeScript clients are checked against. */
export type AppRouter = typeof appRouter;
