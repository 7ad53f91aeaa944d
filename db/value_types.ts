import pg from "pg";

/**
 * How values of plain SQL become JavaScript's: times as milliseconds since the epoch, 64-bit
 * integers as numbers (ours count rows), all else as `pg` has it: `numeric` as an exact string.
 */
export const valueTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (format !== "binary") {
      if (oid === pg.types.builtins.TIMESTAMPTZ) return parseTimestampMs;
      if (oid === pg.types.builtins.INT8) return Number;
    }
    return pg.types.getTypeParser(oid, format);
  },
};

const TIMESTAMP = /^(\d+-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d)(:\d\d)?$/;

/** Parses `2025-11-21 01:00:00+00`, whatever the session's time zone. */
export function parseTimestampMs(text: string): number {
  const parts = TIMESTAMP.exec(text);
  if (!parts) throw new RangeError(`PostgreSQL's time ${JSON.stringify(text)} is not readable.`);
  return Date.parse(`${parts[1]}T${parts[2]}${parts[3]}${parts[4] ?? ":00"}`);
}
