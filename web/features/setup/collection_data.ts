import { api } from "../../trpc.ts";
import { createData } from "../../lib/data.ts";

const REFRESH_MS = 10_000;

/** The state of each part of the service. */
export function createHealth() {
  return createData(
    "health",
    () => ({}),
    (_, signal) => api.health.status.query(undefined, { signal }),
    { refreshMs: REFRESH_MS },
  );
}

/** The newest collection run and the gaps that are known; for administrators. */
export function createCollectionStatus(wanted: () => boolean) {
  return createData(
    "collection",
    () => wanted() ? {} : undefined,
    (_, signal) => api.collection.status.query(undefined, { signal }),
    { refreshMs: REFRESH_MS },
  );
}
