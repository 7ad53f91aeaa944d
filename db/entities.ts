import { AlertEntity } from "./alerts/alert_entity.ts";
import { AlertMarkEntity } from "./alerts/alert_mark_entity.ts";
import { AlertMessageEntity } from "./alerts/alert_message_entity.ts";
import { AlertRuleEntity } from "./alerts/alert_rule_entity.ts";
import { AuditEntryEntity } from "./audit/audit_entry_entity.ts";
import { CandleEntity } from "./candles/candle_entity.ts";
import { CandleMonthEntity } from "./candles/candle_month_entity.ts";
import { CandleSourceEntity } from "./candles/candle_source_entity.ts";
import { CryptocurrencyEntity } from "./candles/cryptocurrency_entity.ts";
import { GapEntity } from "./candles/gap_entity.ts";
import { QuarantinedCandleEntity } from "./candles/quarantined_candle_entity.ts";
import { ChatHistoryEntity } from "./chat/chat_history_entity.ts";
import { ChatSessionEntity } from "./chat/chat_session_entity.ts";
import { ModelCostEntity } from "./chat/model_cost_entity.ts";
import { QueryAuditEntity } from "./chat/query_audit_entity.ts";
import { ContestPayoutEntity } from "./contests/contest_payout_entity.ts";
import { ContestRoundEntity } from "./contests/contest_round_entity.ts";
import { ContestSettlementEntity } from "./contests/contest_settlement_entity.ts";
import { ContestStakeEntity } from "./contests/contest_stake_entity.ts";
import { EvaluationEntity } from "./evaluations/evaluation_entity.ts";
import { CollectionRunEntity } from "./jobs/collection_run_entity.ts";
import { LiveEventEntity } from "./events/live_event_entity.ts";
import { ExchangeBlockEntity } from "./jobs/exchange_block_entity.ts";
import { ExchangeWeightEntity } from "./jobs/exchange_weight_entity.ts";
import { JobLogLineEntity } from "./jobs/job_log_line_entity.ts";
import { JobRunEntity } from "./jobs/job_run_entity.ts";
import { IdempotencyKeyEntity } from "./ledger/idempotency_key_entity.ts";
import { LedgerAccountEntity } from "./ledger/ledger_account_entity.ts";
import { LedgerChainEntity } from "./ledger/ledger_chain_entity.ts";
import { LedgerChainStateEntity } from "./ledger/ledger_chain_state_entity.ts";
import { LedgerEntryEntity } from "./ledger/ledger_entry_entity.ts";
import { LedgerReconciliationEntity } from "./ledger/ledger_reconciliation_entity.ts";
import { LedgerTransactionEntity } from "./ledger/ledger_transaction_entity.ts";
import { RiskModelEntity } from "./ledger/risk_model_entity.ts";
import { RequestLimitEntity } from "./limits/request_limit_entity.ts";
import { LiveFeedEntity } from "./live_prices/live_feed_entity.ts";
import { LivePriceEntity } from "./live_prices/live_price_entity.ts";
import { ModelAlertEntity } from "./models/model_alert_entity.ts";
import { ModelArtifactEntity } from "./models/model_artifact_entity.ts";
import { ModelDecisionEntity } from "./models/model_decision_entity.ts";
import { ModelEntity } from "./models/model_entity.ts";
import { ForecastPublicationEntity } from "./predictions/forecast_publication_entity.ts";
import { ForecastScoreEntity } from "./predictions/forecast_score_entity.ts";
import { ForecastScoringEntity } from "./predictions/forecast_scoring_entity.ts";
import { MarketTendencyEntity } from "./predictions/market_tendency_entity.ts";
import { PredictionEntity } from "./predictions/prediction_entity.ts";
import { ScoreDayEntity } from "./predictions/score_day_entity.ts";
import { UnsealedPublicationEntity } from "./predictions/unsealed_publication_entity.ts";
import { ApiKeyEntity } from "./users/api_key_entity.ts";
import { ConsentEntity } from "./privacy/consent_entity.ts";
import { ErasureEntity } from "./privacy/erasure_entity.ts";
import { PersonEntity } from "./users/person_entity.ts";
import { ServerSecretEntity } from "./users/server_secret_entity.ts";
import { SessionEntity } from "./users/session_entity.ts";
import { SettingEntity } from "./users/setting_entity.ts";

/** Every entity, by name: none is found by searching folders. */
export const entities = [
  AlertEntity,
  AlertMarkEntity,
  AlertMessageEntity,
  AlertRuleEntity,
  ApiKeyEntity,
  AuditEntryEntity,
  CandleEntity,
  CandleMonthEntity,
  CandleSourceEntity,
  ChatHistoryEntity,
  ChatSessionEntity,
  CollectionRunEntity,
  ConsentEntity,
  ContestPayoutEntity,
  ContestRoundEntity,
  ContestSettlementEntity,
  ContestStakeEntity,
  CryptocurrencyEntity,
  ErasureEntity,
  EvaluationEntity,
  ExchangeBlockEntity,
  ExchangeWeightEntity,
  ForecastPublicationEntity,
  ForecastScoreEntity,
  ForecastScoringEntity,
  GapEntity,
  IdempotencyKeyEntity,
  JobLogLineEntity,
  JobRunEntity,
  LedgerAccountEntity,
  LedgerChainEntity,
  LedgerChainStateEntity,
  LedgerEntryEntity,
  LedgerReconciliationEntity,
  LedgerTransactionEntity,
  LiveEventEntity,
  LiveFeedEntity,
  LivePriceEntity,
  MarketTendencyEntity,
  ModelAlertEntity,
  ModelArtifactEntity,
  ModelCostEntity,
  ModelDecisionEntity,
  ModelEntity,
  PersonEntity,
  PredictionEntity,
  QuarantinedCandleEntity,
  QueryAuditEntity,
  RequestLimitEntity,
  RiskModelEntity,
  ScoreDayEntity,
  ServerSecretEntity,
  SessionEntity,
  SettingEntity,
  UnsealedPublicationEntity,
];
