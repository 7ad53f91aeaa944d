import type { Sql } from "../database.ts";

/** All that the language model has cost: questions, and what it worded besides. */
export const MODEL_SPEND = `(
  select owner, cost_usd, created_at from query_audit_log
  union all select owner, cost_usd, created_at from model_costs) spend`;

/** Notes what the language model took for something else than an answer to a question. */
export async function recordModelCost(
  db: Sql,
  input: {
    /** As conversations are kept: `person:alice`, `key:7`. */
    readonly owner: string;
    readonly tokensInput: number;
    readonly tokensOutput: number;
    /** Exact decimal. */
    readonly costUsd: string;
    readonly nowMs: number;
  },
): Promise<void> {
  await db.sql(
    `insert into model_costs (owner, tokens_input, tokens_output, cost_usd, created_at)
     values ($1, $2, $3, $4::numeric, to_timestamp($5::float8 / 1000))`,
    [input.owner, input.tokensInput, input.tokensOutput, input.costUsd, input.nowMs],
  );
}

/** What the language model has cost since a time, in all and for one owner; exact decimals in USD. */
export async function readModelSpend(
  db: Sql,
  input: { readonly sinceMs: number; readonly owner: string },
): Promise<{ totalUsd: string; ownUsd: string }> {
  const rows = await db.sql<{ totalUsd: string; ownUsd: string }>(
    `select coalesce(sum(cost_usd), 0) as "totalUsd",
       coalesce(sum(cost_usd) filter (where owner = $2), 0) as "ownUsd"
     from ${MODEL_SPEND} where created_at >= to_timestamp($1::float8 / 1000)`,
    [input.sinceMs, input.owner],
  );
  return rows[0]!;
}
