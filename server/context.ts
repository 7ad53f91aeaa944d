import type { Database, JobRun, OverviewRow } from "../db/mod.ts";
import type { JobsPort } from "../jobs/context.ts";
import type { Authenticator } from "./auth/authenticate.ts";
import type { Credential } from "./auth/credential.ts";
import type { Secrets } from "./auth/secrets.ts";
import type { ModelClient } from "./chat/model/model_client.ts";
import type { Config } from "./config.ts";
import type { Limits } from "./limits/create_limits.ts";
import type { StreamSlots } from "./limits/stream_slots.ts";
import type { Changes } from "./live/changes.ts";
import type { Logger } from "./log.ts";
import type { LiveHub } from "./markets/live_hub.ts";
import type { Metrics } from "./metrics/create_metrics.ts";
import type { OperationFacts } from "./metrics/operation_facts.ts";
import type { HeldRiskModel } from "./ml_actions/risk_model_cache.ts";
import type { PublicationCache } from "./predictions/publication_cache.ts";

/** Who is asking. `anonymous` has sent no credential; `rejected` has sent one that is not valid. */
export interface Actor {
  readonly kind: "anonymous" | "rejected" | "person" | "key" | "job";
  readonly role: "anonymous" | "rejected" | "user" | "admin";
  /** What the audit log calls it: a user id, the name of a key, the name of a job; else empty. */
  readonly name: string;
  /** The person it acts for, by whose id coins and chats are held; null for a key of no person. */
  readonly userId: string | null;
  /** The API key that was sent, or that the session was started with; null for a person. */
  readonly keyId: number | null;
  /** The session of a cookie or of a token; left out for a key in a header. */
  readonly sessionId?: string;
}

/** The client of a request, as far as it can be known. */
export interface Client {
  /** Its address: the peer's, or what a trusted proxy says of it. */
  readonly address: string;
  readonly userAgent: string;
}

/** The newest run of each job that leads to forecasts; null for one that never ran. */
export type NewestRuns = Readonly<Record<"collect" | "train" | "publish", JobRun | null>>;

/** What lives as long as the process; made once by the composition root. */
export interface App {
  readonly db: Database;
  readonly config: Config;
  readonly log: Logger;
  readonly jobs: JobsPort;
  readonly authenticate: Authenticator;
  readonly secrets: Secrets;
  /** Counts calls and tries to sign in, over every instance. */
  readonly limits: Limits;
  /** The streams that are open in this process. */
  readonly streams: StreamSlots;
  /** What any process changes, as it happens. */
  readonly changes: Changes;
  readonly publications: PublicationCache;
  /** What transfers are judged by, a minute old at most; null while rules alone judge them. */
  readonly riskModel: () => Promise<HeldRiskModel | null>;
  /** The language model that words answers; null without a key for one. */
  readonly chatModel: ModelClient | null;
  /** The newest prices between candles, read once for everyone who looks at them. */
  readonly livePrices: LiveHub;
  /** The overview of the market, at most a second old. */
  readonly overview: () => Promise<OverviewRow[]>;
  /** The newest run of each job that leads to forecasts, a quarter of a second old at most. */
  readonly jobRuns: () => Promise<NewestRuns>;
  /** True when any of the market data is simulated: every answer and page then says so. */
  readonly simulated: () => Promise<boolean>;
  /** When the certificate of the HTTPS face ends, epoch ms; null where none is served. */
  certificateEndsMs(): number | null;
  /** What this process counts. */
  readonly metrics: Metrics;
  /** How the service as a whole is, ten seconds old at most. */
  readonly operations: () => Promise<OperationFacts>;
  readonly version: string;
  readonly startedAtMs: number;
  /** Aborted when the process shuts down: streams end and `/ready` answers 503. */
  readonly stopping: AbortSignal;
  now(): number;
}

/** What a procedure is called with. */
export interface RequestContext {
  readonly app: App;
  readonly actor: Actor;
  /** Who the same credential stands for now: it may have ended since, or be worth less. */
  askAgain(): Promise<Actor>;
  readonly requestId: string;
  readonly client: Client;
  /** `Idempotency-Key` of the request; null where none was sent. */
  readonly idempotencyKey: string | null;
  /** Headers that the answer will have besides the usual ones. */
  readonly reply: Headers;
}

/** Makes the context of one request; the credential is looked up here, its rights are not. */
export async function createContext(
  app: App,
  request: Request,
  known: {
    readonly credential: Credential | null;
    readonly requestId: string;
    readonly peer: string;
  },
): Promise<RequestContext> {
  const askAgain = () => app.authenticate(known.credential);
  return {
    app,
    actor: await askAgain(),
    askAgain,
    requestId: known.requestId,
    client: { address: known.peer, userAgent: request.headers.get("user-agent") ?? "" },
    idempotencyKey: request.headers.get("idempotency-key"),
    reply: new Headers(),
  };
}
