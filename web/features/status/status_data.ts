import type { StatusDetails, StatusOutput } from "../../../server/status/schema.ts";
import { createData, type Data } from "../../lib/data.ts";
import { anonymousApi, api } from "../../trpc.ts";

const REFRESH_MS = 15_000;

/**
 * How the service is, asked again while the page is in sight. Without the session: who is signed in is
 * looked up in the database, and this is asked most when that is away.
 */
export function createStatus(): Data<StatusOutput> {
  return createData(
    "status",
    () => ({}),
    (_, signal) => anonymousApi.status.now.query(undefined, { signal }),
    { refreshMs: REFRESH_MS, maxAgeMs: 1_000 },
  );
}

/** What is behind it, for administrators. */
export function createStatusDetails(): Data<StatusDetails> {
  return createData(
    "status details",
    () => ({}),
    (_, signal) => api.status.details.query(undefined, { signal }),
    { refreshMs: REFRESH_MS },
  );
}
