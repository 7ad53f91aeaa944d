import {
  chainLedger,
  type Database,
  publishForecasts,
  quickSend,
  reconcileLedger,
  storeModelFile,
  writeCandles,
} from "../../db/mod.ts";
import { scorePredictions } from "../../jobs/score_predictions.ts";
import { settleContests } from "../../jobs/settle_contests.ts";
import { around, CLOSES_MS, contestWorld, TARGET_MS, up } from "../jobs/contests/contest_world.ts";
import { untilSettled } from "./ledger_settled.ts";
import { candles, forecastInput, HOUR_MS, modelInput, START_MS } from "./market_rows.ts";

/** What a careless writer of texts would break: ends of rows and columns, COPY's own words, no text. */
const ODD_TEXT = "tab\there\nand \\n, \\N, \\., 'quotes\", żółw 🐢\r\u0001 ";
export const ANN_TOMBSTONE = "00000000-0000-4000-8000-00000000000a";

const PEOPLE = `
  insert into people (user_id, email, password_hash, role, created_at, password_changed_at, tombstone_id)
  values ('ann', 'ann@example.com', 'argon2', 'user', now(), now(), '${ANN_TOMBSTONE}'),
    ('bob', 'bob@example.com', 'argon2', 'admin', now(), now(), default);
  insert into sessions (id, user_id, secret_hash, user_agent, created_at, last_seen_at, expires_at)
  values (gen_random_uuid(), 'ann', 'hash', 'a browser', now(), now(), now() + interval '1 day');
  insert into api_keys (prefix, secret_hash, role, name, user_id, created_at)
  values ('pck_ann', 'hash', 'user', '', 'ann', now());
  insert into consents (user_id, purpose, granted, at)
  values ('ann', 'public_leaderboard', true, now());
  insert into settings values ('odd', '{"deep": [1e-300, {"a\\tb": null}]}', now());
  insert into server_secrets values ('odd', $odd, now());
  insert into erasures values (gen_random_uuid(), '2026-01-01T00:00:00.000001Z', null);
  insert into audit_log (kind, act, actor_kind, actor, details, at)
  values ('act', 'keys.create', 'person', 'bob', '{}', now())`;

const CHATS_AND_ALERTS = `
  insert into chat_sessions values ('s1', 'person:ann', $odd, now(), now());
  insert into chat_history (session_id, owner, question, question_hash, answer, status, topic_valid,
    pii_detected, context_used, follow_ups, answered_by, tokens_input, tokens_output, cost_usd,
    response_time_ms, created_at)
  values ('s1', 'person:ann', 'What is up?', 'h', $odd, 'completed', true, false, '{}', '[]', 'rules',
    1, 2, 0.000000000000000000123456789, 3, now());
  insert into query_audit_log (session_id, owner, chat_history_id, question_hash,
    pii_patterns_detected, topic_validation_result, rejected, steps, cost_usd, request_id, created_at)
  values ('s1', 'person:ann', 1, 'h', array['', $odd, null], 'ok', false, '[]', 0, 'r1', now());
  insert into alert_rules (user_id, kind, threshold, threshold_unit, spans, quiet_policy, channel,
    destination, enabled, created_at, updated_at)
  values ('ann', 'backup', 1, 'failures', '{1,4}', 'delay', 'message', '+39 333', true, now(), now());
  insert into alerts (rule_id, user_id, kind, subject, at, value, threshold, threshold_unit, text,
    status, created_at)
  values (1, 'ann', 'move', 'BTC', now(), 12.5, 10, 'percent', $odd, 'open', now());
  insert into alert_marks values ('person:ann', 'BTC', 'ann', now(), 1e-320, true, 'infinity');
  insert into alert_messages (user_id, channel, group_key, alert_ids, body, is_test, status, attempts,
    next_attempt_at, expires_at, created_at)
  values ('ann', 'message', 'g', '{1}', 'BTC rose', false, 'pending', 0, now(), now(), now())`;

const REST = `
  insert into candle_months values (1, '2024-01-01Z', '2024-01-01T02:00Z');
  insert into collection_runs (mode, status, symbols, progress, records_written, started_at,
    heartbeat_at)
  values ('full', 'completed', '["BTC"]', '{}', 9007199254740993, now(), now());
  insert into quarantined_candles (symbol, raw, reason, fingerprint, created_at)
  values ('BTC', '{"open": "x"}', $odd, 'f', now());
  insert into gaps (crypto_id, first_missing, last_missing, hours, status, attempts, detected_at)
  values (1, '2025-01-01Z', '2025-01-01Z', 1, 'open', 0, now());
  insert into evaluations (model_type, is_quick, seconds, report, made_at)
  values ('LSTM', true, 'NaN', '{}', '0044-03-15 12:00:00+00 BC');
  insert into exchange_blocks values ('host', 'infinity', 'no', now());
  insert into job_runs (job, slot, owner, lease_until, attempt, status, progress, started_at)
  values ('collect', now(), 'me', now(), 1, 'failed', '{}', now());
  insert into job_log_lines (run_id, attempt, at, level, message)
  values (1, 1, now(), 'info', $odd);
  insert into live_prices values ('BTC', 0.00000000000000000001, now(), 1);
  insert into market_tendencies (at, tendency, confidence, explanation, metrics, created_at)
  values (now(), 'stable', 0.1, 'because', '{}', now());
  insert into model_alerts (model_id, kind, message, details, raised_at)
  values ('m1', 'inputs', 'drifts', '{}', now());
  insert into model_decisions (model_id, kind, reason, decided_at)
  values ('m1', 'promoted', 'better', now());
  insert into risk_models (document, sha256, features_version, transfers, trained_at)
  values ('{}', repeat('0', 64), 1, 10, now());
  insert into model_costs (owner, tokens_input, tokens_output, cost_usd, created_at)
  values ('person:bob', 1, 2, 0.0000000001, now());
  insert into unsealed_publications values (1, now(), '{}', '[]')`;

/** Fills every table that outlives a crash, so that all that can be proved of it holds. */
export async function fillDatabase(given: Database & AsyncDisposable): Promise<void> {
  const world = await contestWorld(given);
  const { db, clock } = world;
  await execute(db, PEOPLE);
  await storeMarket(db);
  await world.mint("1000", "ann", "bob");
  await world.place("ann", "10", up(0.8));
  await world.place("bob", "30", up(0.4));
  await world.place("bob", "5", around(101));
  await world.candle(CLOSES_MS, 100);
  await world.candle(TARGET_MS, 101);
  clock.nowMs = TARGET_MS + 5 * 60_000;
  await settleContests(world.context);
  await world.place("ann", "7", up(0.6));
  await quickSend(db, {
    ...{ fromUser: "ann", toUser: "bob", amount: "1.00000001", fee: "0.005" },
    ...{ nowMs: clock.nowMs, createdBy: "person:ann", metadata: { note: ODD_TEXT } },
    idempotency: { scope: "person:ann", key: "k1", requestHash: "h" },
  });
  await untilSettled(db);
  await chainLedger(db, { nowMs: clock.nowMs });
  await reconcileLedger(db, { now: () => clock.nowMs });
  await scorePredictions(world.context, {});
  for (const statements of [CHATS_AND_ALERTS, REST]) await execute(db, statements);
}

async function storeMarket(db: Database): Promise<void> {
  await writeCandles(db, { cryptoId: 1, sourceId: 1, rows: candles(0, 30) });
  const { id, ...model } = modelInput("m1", 1);
  await db.sql(
    `insert into models (id, type, engine, status, manifest, file_path, sha256, metrics, trained_at,
       created_at)
     values ($1, $2, $3, 'champion', '{}', $4, $5, '{}', now(), now())`,
    [id, model.type, model.engine, model.filePath, model.sha256],
  );
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => at % 256);
  await storeModelFile(db, { modelId: id, bytes });
  for (const hour of [2, 3]) {
    await publishForecasts(db, {
      ...{ modelId: "m1", madeAtMs: START_MS + hour * HOUR_MS, horizonHours: 2, isFallback: false },
      publishedAtMs: START_MS + hour * HOUR_MS + 60_000,
      forecasts: [forecastInput("BTC", hour)],
    });
  }
}

async function execute(db: Database, statements: string): Promise<void> {
  const odd = `'${ODD_TEXT.replaceAll("'", "''")}'`;
  for (const statement of statements.split(";\n")) {
    await db.sql(statement.replaceAll("$odd", () => odd));
  }
}

/** The rows of each logged table as one text, its columns named and its rows sorted. */
export async function readEverything(
  db: Pick<Database, "sql">,
): Promise<Map<string, string>> {
  const tables = await db.sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace
       and relkind = 'r' and relpersistence = 'p' order by 1`,
  );
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await db.sql<{ rows: string | null }>(
      `select string_agg(to_jsonb(t)::text, E'\\n' order by to_jsonb(t)::text collate "C") as rows
       from "${name}" t`,
    );
    found.set(name, row?.rows ?? "");
  }
  return found;
}
