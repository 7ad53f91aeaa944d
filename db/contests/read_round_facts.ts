import type { Sql } from "../database.ts";
import type { ContestRound, ContestStake, SealedForecast, SourcedPrice } from "./contests.ts";
import { readContestStakes } from "./read_rounds.ts";

/** What decides a round. */
export interface RoundFacts {
  readonly round: ContestRound;
  readonly stakes: readonly ContestStake[];
  /** Close of the hour at which entries closed; null while its candle is missing or provisional. */
  readonly reference: SourcedPrice | null;
  /** Close of the hour that is forecast; the same. */
  readonly actual: SourcedPrice | null;
  /** Null where nothing was sealed in time for these hours. */
  readonly model: SealedForecast | null;
}

/** Reads what decides a round whose hour is over. */
export async function readRoundFacts(db: Sql, round: ContestRound): Promise<RoundFacts> {
  return {
    round,
    stakes: await readContestStakes(db, { roundId: round.id }),
    reference: await closeAt(db, round, round.closesAtMs),
    actual: await closeAt(db, round, round.targetAtMs),
    model: await sealedForecast(db, round),
  };
}

// A provisional candle has no last price yet.
async function closeAt(
  db: Sql,
  round: ContestRound,
  timeMs: number,
): Promise<SourcedPrice | null> {
  const rows = await db.sql<SourcedPrice>(
    `select k.close as price, o.name as source
     from candles k
     join candle_sources o on o.id = k.source_id
     join cryptocurrencies c on c.id = k.crypto_id
     where c.symbol = $1 and k.is_closed
       and k.open_time = to_timestamp($2::float8 / 1000) - interval '1 hour'`,
    [round.symbol, timeMs],
  );
  return rows[0] ?? null;
}

/** The forecast of the same 24 hours: a model's before the naive one, the newest first. */
async function sealedForecast(db: Sql, round: ContestRound): Promise<SealedForecast | null> {
  const rows = await db.sql<
    { publicationId: number; modelId: string | null; probabilityUp: number; prices: number[] }
  >(
    `select p.id as "publicationId", p.model_id as "modelId",
       d.probability_up as "probabilityUp", array[d.q05, d.q25, d.q50, d.q75, d.q95] as prices
     from forecast_publications p
     join predictions d on d.publication_id = p.id
     join cryptocurrencies c on c.id = d.crypto_id
     where p.made_at = to_timestamp($1::float8 / 1000) and p.horizon_hours = 24 and not p.is_late
       and c.symbol = $2
     order by (p.model_id is null), p.id desc limit 1`,
    [round.closesAtMs, round.symbol],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { publicationId, modelId, probabilityUp, prices } = row;
  const [q05, q25, q50, q75, q95] = prices;
  return {
    publicationId,
    modelId,
    probabilityUp: round.kind === "direction" ? probabilityUp : null,
    quantiles: round.kind === "direction" ? null : [q05!, q25!, q50!, q75!, q95!],
  };
}
