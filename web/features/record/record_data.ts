import type { Accessor } from "solid-js";
import type { FollowTop20, TrackRecord } from "../../../server/predictions/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { api } from "../../trpc.ts";

const REFRESH_MS = 300_000;

/** What came of the forecasts of one coin, or of all, over so many days. */
export function createTrackRecord(
  symbol: Accessor<string | undefined>,
  days: Accessor<number>,
): Data<TrackRecord> {
  const key = () => {
    const coin = symbol();
    return { days: days(), ...(coin ? { symbol: coin } : {}) };
  };
  return createData(
    "record",
    key,
    (question, signal) => api.predictions.trackRecord.query(question, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** What following the top list would have brought; asked only while wanted. */
export function createFollowTop(
  days: Accessor<number>,
  wanted: Accessor<boolean>,
): Data<FollowTop20> {
  return createData(
    "follow top",
    () => wanted() ? { days: days() } : undefined,
    (question, signal) => api.predictions.followTop20.query(question, { signal }),
    { refreshMs: REFRESH_MS },
  );
}
