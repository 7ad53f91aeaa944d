/** What stands before the first publication of the book. */
export const GENESIS_HASH = "0".repeat(64);

/** Any number will do, as long as every version of the program takes the same. */
export const CHAIN_LOCK = 7_402_168_004;

/** For the transaction: numbers as text are exact whatever the server's settings. */
export const EXACT_DIGITS = "set local extra_float_digits = 1";

/**
 * SHA-256, in hex, of everything a forecast says, as SQL over a row `d` of `predictions` joined with
 * its coin's `symbol`: a row value of its columns in the order below, as PostgreSQL writes it, then
 * the two paths in PostgreSQL's binary form of `float8[]`, where writing digits would take four times
 * as long as hashing. The same expression seals and verifies.
 */
export const ROW_HASH = sha256(
  `convert_to(row(d.publication_id, d.symbol, d.close, d.q05, d.q10, d.q25, d.q50, d.q75, d.q90,
     d.q95, d.volatility, d.probability_up, d.confidence, d.called, d.call_reason, d.attribution,
     d.naive_path is null)::text, 'UTF8') || array_send(d.path)
     || coalesce(array_send(d.naive_path), ''::bytea)`,
);

/**
 * SHA-256, in hex, of a publication `p` of which `p.row_hashes` are the hashes of its rows by symbol,
 * put together: the hash of the publication before, then the header, then the rows.
 */
export const PUBLICATION_HASH = sha256(
  `convert_to(p.prev_hash || row(p.id, p.model_id, extract(epoch from p.made_at),
     extract(epoch from p.published_at), p.horizon_hours, p.is_fallback, p.reason, p.is_late,
     p.ranges, p.forecasts)::text || p.row_hashes, 'UTF8')`,
);

/** The rows' hashes as {@link PUBLICATION_HASH} takes them; an aggregate over `d`. */
export const ROW_HASHES = `coalesce(string_agg(d.row_hash, '' order by d.symbol collate "C"), '')`;

function sha256(bytes: string): string {
  return `encode(sha256(${bytes}), 'hex')`;
}
