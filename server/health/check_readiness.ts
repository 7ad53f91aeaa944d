import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { checkDatabase } from "./check_database.ts";

/**
 * Whether requests can be served.
 *
 * @throws {AppError} UNAVAILABLE with the reason
 */
export async function checkReadiness(app: App): Promise<{ status: "ready" }> {
  if (app.stopping.aborted) throw notReady("The server is shutting down.");
  const database = await checkDatabase(app);
  if (database.status === "down") throw notReady(database.message ?? "The database is down.");
  return { status: "ready" };
}

function notReady(reason: string): AppError {
  return new AppError("UNAVAILABLE", `Not ready: ${reason}`, { headers: { "retry-after": "5" } });
}
