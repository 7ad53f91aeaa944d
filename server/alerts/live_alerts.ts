import { LIVE_ALERTS_SETTING, readSetting, writeSetting } from "../../db/mod.ts";
import { auditAct } from "../audit/audit_act.ts";
import type { RequestContext } from "../context.ts";

/** Whether alerts look at live prices besides the closed hours; off until an administrator wants it. */
export async function readLiveAlerts(ctx: RequestContext): Promise<{ enabled: boolean }> {
  return { enabled: await readSetting<boolean>(ctx.app.db, LIVE_ALERTS_SETTING) ?? false };
}

/**
 * Lets alerts look at live prices, or not, in every instance. While they do, the exchange is asked every
 * ten seconds though nobody looks at a page.
 */
export async function setLiveAlerts(
  ctx: RequestContext,
  { enabled }: { readonly enabled: boolean },
): Promise<{ enabled: boolean }> {
  await ctx.app.db.transaction(async (tx) => {
    await writeSetting(tx, { name: LIVE_ALERTS_SETTING, value: enabled, nowMs: ctx.app.now() });
    await auditAct(ctx, tx, { act: "alerts.setLive", target: null, details: { enabled } });
  });
  return { enabled };
}
