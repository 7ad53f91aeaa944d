import type { z } from "zod";
import type { App } from "../context.ts";
import type { serviceState } from "./schema.ts";

export type ServiceState = z.infer<typeof serviceState>;

/** A database that takes longer than this for `select 1` is of no use to a request. */
const TIMEOUT_MS = 2_000;

/** Asks the database for the least it can answer. The reason of a failure goes to the log. */
export async function checkDatabase(app: App): Promise<ServiceState> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer in ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  try {
    await Promise.race([app.db.sql("select 1 as one"), late]);
    return { status: "healthy", message: null };
  } catch (error) {
    app.log.warn("The database does not answer.", { error: String(error) });
    return { status: "down", message: "The database does not answer." };
  } finally {
    clearTimeout(timer);
  }
}
