import type { z } from "zod";
import { tendencyHistory } from "../../db/mod.ts";
import type { App } from "../context.ts";
import type { tendencyHistoryOutput } from "./schema.ts";
import { toTendency } from "./tendency_view.ts";

const HOUR_MS = 3_600_000;

/** The tendencies of the last hours, oldest first; empty before the first. */
export async function readTendencyHistory(
  app: App,
  input: { readonly hours: number },
): Promise<z.infer<typeof tendencyHistoryOutput>> {
  const rows = await tendencyHistory(app.db, { fromMs: app.now() - input.hours * HOUR_MS });
  return { history: rows.map(toTendency), simulated: await app.simulated() };
}
