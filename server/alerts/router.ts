import { adminProcedure, router, signedInProcedure } from "../trpc.ts";
import { acknowledgeAlert, muteAlert } from "./answer_alert.ts";
import { readLiveAlerts, setLiveAlerts } from "./live_alerts.ts";
import { createRule, readRules, removeRule, updateRule } from "./manage_rules.ts";
import { readAlerts, readMessages } from "./read_alerts.ts";
import { readDelivery } from "./read_delivery.ts";
import { rehearseRule } from "./rehearse_rule.ts";
import {
  alert,
  alertIdInput,
  createRuleInput,
  deliveryOutput,
  listInput,
  listOutput,
  liveAlerts,
  messagesInput,
  messagesOutput,
  muteInput,
  rehearsal,
  rehearseInput,
  removedOutput,
  rule,
  ruleIdInput,
  rulesOutput,
  testInput,
  testOutput,
  updateRuleInput,
} from "./schema.ts";
import { sendTestMessage } from "./send_test_message.ts";

const tags = ["alerts"];
const RULES = "/api/v1/alerts/rules" as const;

export const alertsRouter = router({
  rules: signedInProcedure
    .meta({
      openapi: { method: "GET", path: RULES, tags, summary: "Your rules of alerts" },
    })
    .output(rulesOutput)
    .query(({ ctx }) => readRules(ctx)),

  createRule: signedInProcedure
    .meta({
      openapi: { method: "POST", path: RULES, tags, summary: "Make a rule of alerts" },
      bodyOnly: true,
    })
    .input(createRuleInput)
    .output(rule)
    .mutation(({ ctx, input }) => createRule(ctx, input)),

  updateRule: signedInProcedure
    .meta({
      openapi: {
        method: "POST",
        path: `${RULES}/{rule_id}`,
        tags,
        summary: "Change a rule; what is left out stays as it is",
      },
      bodyOnly: true,
    })
    .input(updateRuleInput)
    .output(rule)
    .mutation(({ ctx, input }) => updateRule(ctx, input)),

  removeRule: signedInProcedure
    .meta({
      openapi: {
        method: "DELETE",
        path: `${RULES}/{rule_id}`,
        tags,
        summary: "Remove a rule; its alerts stay",
      },
    })
    .input(ruleIdInput)
    .output(removedOutput)
    .mutation(({ ctx, input }) => removeRule(ctx, input.rule_id)),

  test: signedInProcedure
    .meta({
      openapi: {
        method: "POST",
        path: `${RULES}/{rule_id}/test`,
        tags,
        summary: "Send a test message to where those of a rule go",
      },
    })
    .input(testInput)
    .output(testOutput)
    .mutation(async ({ ctx, input }) => ({ message: await sendTestMessage(ctx, input.rule_id) })),

  delivery: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/alerts/delivery",
        tags,
        summary: "How messages are carried, and the secret of the webhook",
      },
    })
    .output(deliveryOutput)
    .query(({ ctx }) => readDelivery(ctx.app)),

  list: signedInProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/alerts",
        tags,
        summary: "Your alerts, the newest first",
      },
    })
    .input(listInput)
    .output(listOutput)
    .query(({ ctx, input }) => readAlerts(ctx, input)),

  messages: signedInProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/alerts/messages",
        tags,
        summary: "Messages that were sent, wait, failed or expired",
      },
    })
    .input(messagesInput)
    .output(messagesOutput)
    .query(({ ctx, input }) => readMessages(ctx, input)),

  acknowledge: signedInProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/alerts/{alert_id}/acknowledge",
        tags,
        summary: "Mark an alert as seen",
      },
    })
    .input(alertIdInput)
    .output(alert)
    .mutation(({ ctx, input }) => acknowledgeAlert(ctx, input.alert_id)),

  mute: signedInProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/alerts/{alert_id}/mute",
        tags,
        summary: "Be told no more of what an alert is about, for some hours",
      },
    })
    .input(muteInput)
    .output(alert)
    .mutation(({ ctx, input }) => muteAlert(ctx, input)),

  rehearse: signedInProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/alerts/rehearse",
        tags,
        summary: "What a rule would have sent over the stored candles, and at what cost",
      },
    })
    .input(rehearseInput)
    .output(rehearsal)
    .mutation(({ ctx, input }) => rehearseRule(ctx.app, input)),

  live: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/admin/alerts/live",
        tags: ["admin"],
        summary: "Whether alerts look at live prices besides the closed hours",
      },
    })
    .output(liveAlerts)
    .query(({ ctx }) => readLiveAlerts(ctx)),

  setLive: adminProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/admin/alerts/live",
        tags: ["admin"],
        summary: "Let alerts look at live prices, or at closed hours only",
      },
    })
    .input(liveAlerts)
    .output(liveAlerts)
    .mutation(({ ctx, input }) => setLiveAlerts(ctx, input)),
});
