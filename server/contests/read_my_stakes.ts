import { readPersonStakes } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { toStakeView } from "./contest_views.ts";
import type { MyStakes } from "./schema.ts";

/** One person's stakes, open and ended, newest first. */
export async function readMyStakes(
  app: App,
  input: {
    readonly user_id: string;
    readonly limit: number;
    readonly before?: number | undefined;
  },
): Promise<MyStakes> {
  const { user_id: userId, limit, before } = input;
  const page = before === undefined ? {} : { beforeId: before };
  const found = await readPersonStakes(app.db, { userId, limit, ...page });
  return {
    stakes: found.map((one) => toStakeView(one, app.now())),
    next: found.length < limit ? null : found.at(-1)!.stake.id,
    simulated: await app.simulated(),
  };
}
