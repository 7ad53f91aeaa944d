import { assertEquals, assertMatch } from "@std/assert";
import type { KeyView } from "../../server/auth/schema.ts";
import { passwordRules } from "../../web/features/account/password_words.ts";
import { describeUserAgent } from "../../web/features/account/user_agent_words.ts";
import { detailsOf } from "../../web/features/audit/audit_words.ts";
import { keysFinding, keyState, lastUsed } from "../../web/features/keys/key_words.ts";
import { edgeOfDay } from "../../web/lib/days.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");

function key(changes: Partial<KeyView> = {}): KeyView {
  return {
    id: 1,
    prefix: "pck_12345678",
    name: "script",
    role: "user",
    user_id: "alice",
    state: "in_force",
    created_at: "2026-11-01T00:00:00Z",
    expires_at: null,
    revoked_at: null,
    last_used_at: null,
    replaced_by: null,
    ...changes,
  };
}

Deno.test("the rules of a password are ticked as they are met", () => {
  const met = (password: string, email = "jane.doe@example.com") =>
    passwordRules(password, email).map((rule) => rule.met);
  assertEquals(met(""), [false, false]);
  assertEquals(met("short"), [false, true]);
  assertEquals(met("long enough to be kept"), [true, true]);
  assertEquals(met("Jane.Doe is my name"), [true, false]);
  assertEquals(met("jo likes long words", "jo@example.com"), [true, true]);
  assertEquals(met("🙂".repeat(10)), [true, true]);
});

Deno.test("the state of a key names its time", () => {
  assertEquals(keyState(key(), NOW), "in force");
  assertEquals(keyState(key({ expires_at: "2026-11-24T12:00:00Z" }), NOW), "expires in 3 days");
  assertMatch(keyState(key({ expires_at: "2027-05-01T00:00:00Z" }), NOW), /until 1 May 2027/);
  const replaced = key({ replaced_by: 2, expires_at: "2026-11-22T12:00:00Z" });
  assertEquals(keyState(replaced, NOW), "replaced, works for another 24 h");
  const revoked = key({ state: "revoked", revoked_at: "2026-11-02T00:00:00Z" });
  assertEquals(keyState(revoked, NOW), "revoked on 2 Nov 2026");
  assertEquals(lastUsed(key(), NOW), "never");
  assertEquals(lastUsed(key({ last_used_at: "2026-11-21T11:00:00Z" }), NOW), "60 min ago");
  assertEquals(keysFinding([key(), revoked]), "One key is in force.");
});

Deno.test("a session is told by its browser, not by a line of slashes", () => {
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";
  assertEquals(describeUserAgent(firefox), "Firefox on Linux");
  const edge =
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150";
  assertEquals(describeUserAgent(edge), "Edge on Windows");
  assertEquals(describeUserAgent("curl/8.5.0"), "curl");
  assertEquals(describeUserAgent(""), "Unknown program");
});

Deno.test("the particulars of an act are one line, and a day has two ends", () => {
  assertEquals(
    detailsOf({
      question: null,
      reason: "pii_detected",
      pii_types: ["email", "street_address"],
      topic: "valid_crypto_term",
      cost_usd: "0",
      steps: [{ step: "topic", ms: 1 }, { step: "model", ms: 20, attempts: 3 }],
      ip_address: null,
      user_agent: null,
      session_id: "s-1",
    }),
    "text not kept; refused: email, street address; subject by crypto term; " +
      "topic 1 ms, model 20 ms in 3 tries; conversation s-1",
  );
  assertEquals(
    detailsOf({ role: "admin", expires_days: 90, was: null }),
    [
      "role admin",
      "expires days 90",
      "was null",
    ].join(", "),
  );
  assertEquals(edgeOfDay("2026-11-21", "start"), "2026-11-21T00:00:00.000Z");
  assertEquals(edgeOfDay("2026-13-41", "end"), undefined);
  assertEquals(edgeOfDay("yesterday", "end"), undefined);
});
