import type { OperationExamples } from "../openapi_example.ts";

const TOKEN = { access_token: "eyJhbGciOiJIUzI1NiIs…", token_type: "bearer", expires_in: 3600 };
const PASSWORD = "correct horse battery staple";

export const authExamples: OperationExamples = {
  "auth.register": {
    input: { email: "alice@example.com", password: PASSWORD, user_id: "alice" },
    output: TOKEN,
    errors: ["FORBIDDEN", "CONFLICT"],
  },
  "auth.login": {
    input: { email: "alice@example.com", password: PASSWORD },
    output: TOKEN,
    errors: ["UNAUTHORIZED"],
  },
  "auth.logout": { output: { success: true, message: "You are signed out." } },
  "auth.me": {
    output: {
      kind: "person",
      user_id: "alice",
      email: "alice@example.com",
      role: "user",
      name: "alice",
      created_at: "2026-11-01T08:00:00.000Z",
      password_changed_at: "2026-11-01T08:00:00.000Z",
    },
  },
  "auth.erase": {
    input: { password: PASSWORD },
    output: { success: true, message: "The account is erased." },
    errors: ["FORBIDDEN"],
  },
};
