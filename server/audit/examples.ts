import type { OperationExamples } from "../openapi_example.ts";

export const auditExamples: OperationExamples = {
  "admin.audit": {
    input: {
      kind: "act",
      act: "coins.mint",
      actor: "alice",
      target: "person:bob",
      from: "2026-11-01T00:00:00Z",
      to: "2026-11-21T12:00:00Z",
      cursor: "1795261080000000-act-1042",
      limit: 50,
    },
    output: {
      entries: [{
        id: "1041",
        kind: "act",
        act: "coins.mint",
        actor_kind: "person",
        actor: "alice",
        actor_user_id: "alice",
        target: "person:bob",
        details: { amount: "25" },
        request_id: "8a6f2a4e-0f5d-4a57-9a0e-3d1c3b1f7c55",
        at: "2026-11-21T11:58:00.000Z",
      }],
      next_cursor: null,
    },
  },
};
