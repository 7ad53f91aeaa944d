import { CandlesMigration } from "./m0001_candles.ts";
import { ForecastsMigration } from "./m0002_forecasts.ts";
import { JobsAndKeysMigration } from "./m0003_jobs_and_keys.ts";
import { SealedBookMigration } from "./m0004_sealed_book.ts";
import { EvaluationsMigration } from "./m0005_evaluations.ts";
import { ModelLifecycleMigration } from "./m0006_model_lifecycle.ts";
import { ExplanationsMigration } from "./m0007_explanations.ts";
import { PeopleMigration } from "./m0008_people.ts";
import { LimitsMigration } from "./m0009_limits.ts";
import { AuditMigration } from "./m0010_audit.ts";
import { LedgerMigration } from "./m0011_ledger.ts";
import { LedgerChainMigration } from "./m0012_ledger_chain.ts";
import { RiskMigration } from "./m0013_risk.ts";
import { ContestsMigration } from "./m0014_contests.ts";
import { PrivacyMigration } from "./m0015_privacy.ts";
import { ChatMigration } from "./m0016_chat.ts";
import { AlertsMigration } from "./m0017_alerts.ts";
import { EventsMigration } from "./m0018_events.ts";
import { InstancesMigration } from "./m0019_instances.ts";
import { CandleMonthsMigration } from "./m0020_candle_months.ts";
import { JobsMigration } from "./m0022_jobs.ts";
import { LivePricesMigration } from "./m0021_live_prices.ts";

/** Every migration in order; applied ones never change. */
export const migrationsList = [
  { name: "m0001_candles", class: CandlesMigration },
  { name: "m0002_forecasts", class: ForecastsMigration },
  { name: "m0003_jobs_and_keys", class: JobsAndKeysMigration },
  { name: "m0004_sealed_book", class: SealedBookMigration },
  { name: "m0005_evaluations", class: EvaluationsMigration },
  { name: "m0006_model_lifecycle", class: ModelLifecycleMigration },
  { name: "m0007_explanations", class: ExplanationsMigration },
  { name: "m0008_people", class: PeopleMigration },
  { name: "m0009_limits", class: LimitsMigration },
  { name: "m0010_audit", class: AuditMigration },
  { name: "m0011_ledger", class: LedgerMigration },
  { name: "m0012_ledger_chain", class: LedgerChainMigration },
  { name: "m0013_risk", class: RiskMigration },
  { name: "m0014_contests", class: ContestsMigration },
  { name: "m0015_privacy", class: PrivacyMigration },
  { name: "m0016_chat", class: ChatMigration },
  { name: "m0017_alerts", class: AlertsMigration },
  { name: "m0018_events", class: EventsMigration },
  { name: "m0019_instances", class: InstancesMigration },
  { name: "m0020_candle_months", class: CandleMonthsMigration },
  { name: "m0022_jobs", class: JobsMigration },
  { name: "m0021_live_prices", class: LivePricesMigration },
];
