import type { TransactionalSql } from "../database.ts";
import { OUTCOME } from "./score_forecasts.ts";

export interface ScoresVerdict {
  readonly checked: number;
  /** The first score that does not follow from its forecast. */
  readonly firstWrong?: {
    readonly publicationId: number;
    readonly symbol: string;
    readonly horizonHours: number;
  };
}

const FIRST_WRONG = `
  select x.publication_id as "publicationId", x.symbol, x.h as "horizonHours"
  from (
    select s.publication_id, c.symbol, s.horizon_hours as h, p.horizon_hours as horizon, s.actual,
      d.close, d.q10, d.q90, d.path, d.naive_path,
      row(s.hit, s.in_50, s.in_80, s.in_90, s.naive_in_90, s.error, s.naive_error, s.pinball,
        s.naive_pinball, s.winkler_90, s.naive_winkler_90) as stored
    from forecast_scores s
    join predictions d on d.publication_id = s.publication_id and d.crypto_id = s.crypto_id
    join forecast_publications p on p.id = s.publication_id
    join cryptocurrencies c on c.id = s.crypto_id
    where s.actual is not null
  ) x cross join lateral (select ${OUTCOME}) o
  where x.stored is distinct from row(o.hit, o.in_50, o.in_80, o.in_90, o.naive_in_90,
    o.error::real, o.naive_error::real, o.pinball::real, o.naive_pinball::real, o.winkler_90::real,
    o.naive_winkler_90::real)
  order by x.publication_id, x.symbol, x.h limit 1`;

/** Checks that every score is what its sealed forecast and its stored outcome give. */
export async function verifyScores(db: TransactionalSql): Promise<ScoresVerdict> {
  return await db.transaction(async (tx) => {
    await tx.sql("set local statement_timeout = 0");
    const [count] = await tx.sql<{ checked: number }>(
      "select count(*)::int as checked from forecast_scores where actual is not null",
    );
    const checked = count?.checked ?? 0;
    const [firstWrong] = await tx.sql<NonNullable<ScoresVerdict["firstWrong"]>>(FIRST_WRONG);
    return firstWrong === undefined ? { checked } : { checked, firstWrong };
  });
}
