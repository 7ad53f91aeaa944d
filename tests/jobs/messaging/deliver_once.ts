import { openDatabase } from "../../../db/mod.ts";
import { deliverAlerts } from "../../../jobs/deliver_alerts.ts";
import { openChannel } from "../../../jobs/messaging/open_channel.ts";
import { jobContext, keepingLog } from "../job_context.ts";

// A process that delivers once, to be killed in the middle: `deliver_once.ts DATABASE_URL GATEWAY NOW`.
const [databaseUrl, gateway, now] = Deno.args as [string, string, string];
const db = await openDatabase({ dataDir: "", databaseUrl, poolSize: 2 });
const channel = openChannel({
  provider: "twilio",
  twilioAccountSid: "AC1",
  twilioAuthToken: "token",
  twilioFromNumber: "+15005550006",
  twilioBaseUrl: gateway,
}, { log: keepingLog(), now: () => Number(now) });
const context = jobContext({ db, url: "http://127.0.0.1:1", now: () => Number(now) });
await deliverAlerts({ ...context, channel });
await db.close();
