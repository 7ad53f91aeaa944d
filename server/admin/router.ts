import { readAuditPage } from "../audit/read_audit_page.ts";
import { auditInput, auditOutput } from "../audit/schema.ts";
import { adminProcedure, router } from "../trpc.ts";
import { readSystemInfo } from "./read_system_info.ts";
import { systemInfoOutput } from "./schema.ts";

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
        summary: "What administrators did, the newest first, paged",
      },
    })
    .input(auditInput)
    .output(auditOutput)
    .query(({ ctx, input }) => readAuditPage(ctx.app, input)),
});
