import { readSetting, type Sql, writeSetting } from "../../db/mod.ts";
import { auditAct } from "../audit/audit_act.ts";
import type { RequestContext } from "../context.ts";

const SETTING = "staking_cool_down_hours";
const HOUR_MS = 3_600_000;

/** How long unstaked coins cool down before they can be spent, milliseconds; 0: not at all. */
export async function readCoolDownMs(db: Sql): Promise<number> {
  return (await readSetting<number>(db, SETTING) ?? 0) * HOUR_MS;
}

/** Sets the cool-down of what is unstaked from now on; what is cooling keeps its own. */
export async function setCoolDown(
  ctx: RequestContext,
  { hours }: { readonly hours: number },
): Promise<{ cool_down_hours: number }> {
  await ctx.app.db.transaction(async (tx) => {
    await writeSetting(tx, { name: SETTING, value: hours, nowMs: ctx.app.now() });
    await auditAct(ctx, tx, { act: "coins.setCoolDown", target: null, details: { hours } });
  });
  return { cool_down_hours: hours };
}
