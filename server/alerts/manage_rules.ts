import {
  type AlertRule,
  insertAlertRule,
  listAlertRules,
  type NewAlertRule,
  removeAlertRule,
  updateAlertRule,
} from "../../db/mod.ts";
import { auditAct } from "../audit/audit_act.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { alertOwner } from "./alert_owner.ts";
import { toRuleView } from "./alert_views.ts";
import { assertRuleHolds, findOwnRule, invalid, toQuietHours, usualUnit } from "./rule_terms.ts";
import type { CreateRule, RulesAnswer, RuleView, UpdateRule } from "./schema.ts";

/** Nobody reads more; each is looked at every hour. */
const MOST_RULES = 50;

/** The rules of who asks; for administrators the default ones first. */
export async function readRules(ctx: RequestContext): Promise<RulesAnswer> {
  const { config, db } = ctx.app;
  const rules = await listAlertRules(db, alertOwner(ctx));
  return {
    rules: rules.map(toRuleView),
    alerts_enabled: config.alertEnabled,
    cooldown_hours: config.alertCooldownHours,
    provider: config.smsProvider,
  };
}

/**
 * Makes a rule of who asks.
 *
 * @throws {AppError} FORBIDDEN for a key of no person, VALIDATION_ERROR, CONFLICT for too many
 */
export async function createRule(ctx: RequestContext, input: CreateRule): Promise<RuleView> {
  const { userId } = alertOwner(ctx);
  if (userId === null) {
    throw new AppError(
      "FORBIDDEN",
      "The key that was sent belongs to no person. The default rules come from the environment; " +
        "sign in to make rules of your own.",
    );
  }
  const rule: NewAlertRule = {
    ...input,
    userId,
    unit: input.unit ?? usualUnit(input.kind),
    spans: input.spans ?? [1, 4, 24],
    quiet: toQuietHours(input.quiet),
  };
  await assertRuleHolds(ctx, rule);
  const { db } = ctx.app;
  if ((await listAlertRules(db, { userId })).length >= MOST_RULES) {
    throw new AppError("CONFLICT", `You have ${MOST_RULES} rules, which is the most. Remove one.`);
  }
  return toRuleView(await insertAlertRule(db, { rule, nowMs: ctx.app.now() }));
}

/**
 * Changes the fields that are given. Changes of default rules are acts of administrators.
 *
 * @throws {AppError} NOT_FOUND, VALIDATION_ERROR, INVALID_STATE for what the environment decides
 */
export async function updateRule(ctx: RequestContext, input: UpdateRule): Promise<RuleView> {
  const { app } = ctx;
  const found = await findOwnRule(ctx, input.rule_id);
  const { rule_id: _, quiet, ...given } = input;
  const fields = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Partial<NewAlertRule>;
  const rule: NewAlertRule = {
    ...found,
    ...fields,
    quiet: quiet === undefined ? found.quiet : toQuietHours(quiet),
  };
  assertNotOfEnvironment(found, rule);
  await assertRuleHolds(ctx, rule);
  const changed = await app.db.transaction(async (tx) => {
    if (found.userId === null) {
      const details = { kind: found.kind, fields: Object.keys(fields) };
      await auditAct(ctx, tx, { act: "alerts.updateRule", target: null, details });
    }
    return await updateAlertRule(tx, { id: found.id, rule, nowMs: app.now() });
  });
  if (changed === null) throw new AppError("NOT_FOUND", `You have no rule ${found.id}.`);
  return toRuleView(changed);
}

/** @throws {AppError} NOT_FOUND, INVALID_STATE for a default rule, which can be switched off */
export async function removeRule(ctx: RequestContext, id: number): Promise<{ success: true }> {
  const rule = await findOwnRule(ctx, id);
  if (rule.userId === null) {
    throw new AppError(
      "INVALID_STATE",
      "A default rule comes from the environment and would be made again. Switch it off instead.",
    );
  }
  await removeAlertRule(ctx.app.db, id);
  return { success: true };
}

/** The threshold of moves is `ALERT_THRESHOLD_PERCENT`, and messages go where the environment says. */
function assertNotOfEnvironment(found: AlertRule, rule: NewAlertRule): void {
  if (found.userId !== null) return;
  if (rule.destination !== null) {
    throw invalid("destination", "of a default rule is the number of the environment");
  }
  const isMove = found.kind === "move" || found.kind === "market";
  if (!isMove || (found.threshold === rule.threshold && found.unit === rule.unit)) return;
  throw new AppError(
    "INVALID_STATE",
    "The threshold of this default rule comes from ALERT_THRESHOLD_PERCENT. Change it there, or " +
      "switch the rule off and make one of your own.",
  );
}
