import { readAuditPage } from "../audit/read_audit_page.ts";
import { auditInput, auditOutput } from "../audit/schema.ts";
import { setChatBudget } from "../chat/chat_budget.ts";
import { readUsage } from "../chat/read_usage.ts";
import { budgetInput, usageInput, usageOutput } from "../chat/schema.ts";
import { readMetrics } from "../metrics/read_metrics.ts";
import { adminProcedure, router } from "../trpc.ts";
import { readSystemInfo } from "./read_system_info.ts";
import { metricsOutput, systemInfoOutput } from "./schema.ts";

export const adminRouter = router({
  systemInfo: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/admin/system/info",
        tags: ["admin"],
        summary: "Versions, sizes and counts",
      },
    })
    .output(systemInfoOutput)
    .query(({ ctx }) => readSystemInfo(ctx.app)),

  audit: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/admin/audit",
        tags: ["admin"],
        summary: "What administrators did and what the chat was asked, the newest first, paged",
      },
    })
    .input(auditInput)
    .output(auditOutput)
    .query(({ ctx, input }) => readAuditPage(ctx.app, input)),

  usage: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/admin/usage",
        tags: ["admin"],
        summary: "The chat by day: questions, refusals, latencies, tokens, cost, common questions",
      },
    })
    .input(usageInput)
    .output(usageOutput)
    .query(({ ctx, input }) => readUsage(ctx.app, input)),

  /** Also served as text at `GET /metrics`. */
  metrics: adminProcedure
    .output(metricsOutput)
    .query(({ ctx }) => readMetrics(ctx.app)),

  setChatBudget: adminProcedure
    .input(budgetInput)
    .output(budgetInput)
    .mutation(async ({ ctx, input }) => {
      const budget = { totalUsd: input.total_usd, personUsd: input.person_usd };
      const { totalUsd, personUsd } = await setChatBudget(ctx, budget);
      return { total_usd: totalUsd, person_usd: personUsd };
    }),
});
