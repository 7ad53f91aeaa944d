import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { deliverAlerts } from "../../../jobs/deliver_alerts.ts";
import { openChannel } from "../../../jobs/messaging/open_channel.ts";
import { signWebhook } from "../../../jobs/messaging/webhook.ts";
import { jobsConfig } from "../../../server/jobs_config.ts";
import { loadWebhookSecret } from "../../../server/auth/secrets.ts";
import { createLateJobs } from "../../../server/late_jobs.ts";
import { testDatabase } from "../../helpers/database.ts";
import { jobContext, keepingLog } from "../../jobs/job_context.ts";
import { startGateway } from "../../jobs/messaging/fake_gateway.ts";
import { ADMIN_KEY, startTestApp } from "../app_for_tests.ts";
import { as, signUp } from "../auth/accounts_for_tests.ts";

const NUMBER = "+491701234567";

Deno.test("a test message goes out at once, signed with the secret that administrators see", async () => {
  await using db = await testDatabase();
  using gateway = startGateway(() => ({ status: 200 }));
  const port = createLateJobs();
  await using server = await startTestApp(db, {
    jobs: port,
    env: { SMS_PROVIDER: "webhook", SMS_WEBHOOK_URL: `${gateway.url}/token-in-the-path` },
  });
  const { config } = server.app;
  const { messaging } = jobsConfig(config, await loadWebhookSecret(db, config));
  const log = keepingLog();
  const channel = openChannel(messaging!, { log, now: Date.now });
  const context = { ...jobContext({ db, url: "http://127.0.0.1:1", log }), channel };
  const { promise, resolve } = Promise.withResolvers<unknown>();
  port.deliverSoon = () => void deliverAlerts(context).then(resolve);

  const { body: session } = await signUp(server, "alice@example.com", { user_id: "alice" });
  const alice = as(server, session.access_token);
  const rule = await alice.alerts.createRule.mutate({
    kind: "move",
    threshold: 5,
    channel: "message",
    destination: NUMBER,
  });
  await alice.alerts.test.mutate({ rule_id: rule.id });
  assertEquals(await promise, { sent: 1, failed: 0, expired: 0, postponed: 0 });

  const { webhook } = await as(server, ADMIN_KEY).alerts.delivery.query();
  assertEquals(webhook?.host, new URL(gateway.url).host);
  const { headers, body } = gateway.requests[0]!;
  assertEquals(JSON.parse(body).to, NUMBER);
  assertMatch(JSON.parse(body).text, /^Test: alerts arrive here/);
  const timestamp = headers.get("x-alert-timestamp")!;
  const signature = await signWebhook(webhook!.secret, timestamp, body);
  assertEquals(headers.get("x-alert-signature"), `v1=${signature}`);

  await assertRejects(() => alice.alerts.delivery.query(), Error, "administrator");
  const lines = JSON.stringify([log.lines, server.lines]);
  assertEquals(/1701234567|token-in-the-path/.test(lines), false);
});
