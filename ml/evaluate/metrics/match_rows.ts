import type { ForecastTable } from "../forecast_table.ts";

/**
 * For each row of `table` the row of `other` with the same coin and moment, or -1. Both are in the
 * order of moment and symbol, so one pass suffices; a repeated row meets the same one again.
 */
export function matchRows(table: ForecastTable, other: ForecastTable): Int32Array {
  const matches = new Int32Array(table.rows.length).fill(-1);
  let place = 0;
  table.rows.forEach(({ madeAtMs, symbol }, row) => {
    while (place < other.rows.length && isBefore(other.rows[place]!, madeAtMs, symbol)) place++;
    const found = other.rows[place];
    if (found?.madeAtMs === madeAtMs && found.symbol === symbol) matches[row] = place;
  });
  return matches;
}

function isBefore(
  row: { readonly madeAtMs: number; readonly symbol: string },
  madeAtMs: number,
  symbol: string,
): boolean {
  return row.madeAtMs < madeAtMs || (row.madeAtMs === madeAtMs && row.symbol < symbol);
}
