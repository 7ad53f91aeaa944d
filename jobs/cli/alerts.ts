/** `deno task alerts`: looks for alerts now, replays a rule, sends a test message. */
import { parseArgs } from "node:util";
import { addTestMessage, type AlertMessage, listAlertMessages } from "../../db/mod.ts";
import { checkAlerts } from "../alerts/check_alerts.ts";
import { rehearseAlerts } from "../alerts/rehearse_alerts.ts";
import type { JobContext, RehearsalInput } from "../context.ts";
import { deliverAlerts } from "../deliver_alerts.ts";
import { describeRehearsal } from "./rehearsal_table.ts";
import { parseDate, runTask, type Task, UsageError } from "./run_task.ts";

const HELP = `Alerts: moves of coins and of the market, gaps, stale data, drift, cost, disk.

Usage: deno task alerts check
       deno task alerts rehearse [--threshold N] [--from DATE] [--to DATE]
       deno task alerts rehearse --most-per-month N [--from DATE] [--to DATE]
       deno task alerts test-sms

  check              looks at the newest closed hour and at the service, writes alerts that are new
                     and sends their messages
  rehearse           replays a rule over the stored candles: how many messages, when, at what cost,
                     the longest storm; nothing is stored or sent
  --threshold N      percent, or sigmas of each coin's own volatility with --sigmas; default:
                     ALERT_THRESHOLD_PERCENT
  --most-per-month N proposes the least threshold with which no 30 days have more messages
  --from DATE        default: 90 days before --to
  --to DATE          default: now
  --spans 1,4,24     hours over which moves are measured
  --coins BTC,ETH    default: every coin that is followed
  --market           the market as a whole in place of coins
  --price USD        price of a message, default 0.05
  test-sms           sends a message to SMS_PHONE_NUMBER by SMS_PROVIDER and says what became of it
  --help             this text

Settings come from the environment; deno task start --help lists them.`;

const OPTIONS = {
  threshold: { type: "string" },
  "most-per-month": { type: "string" },
  sigmas: { type: "boolean", default: false },
  from: { type: "string" },
  to: { type: "string" },
  spans: { type: "string", default: "1,4,24" },
  coins: { type: "string" },
  market: { type: "boolean", default: false },
  price: { type: "string" },
} as const;

type Work = (context: JobContext) => Promise<string>;

const USUAL_DAYS = 90;
const DAY_MS = 86_400_000;

const task: Task<Work> = {
  name: "alerts",
  help: HELP,
  parse(args) {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [verb, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one argument too many.`);
    if (verb === "rehearse") {
      const asked = parseRehearsal(values);
      return (context) => rehearse(context, asked);
    }
    if (verb === "check") return check;
    if (verb === "test-sms") return testMessage;
    throw new UsageError(`"${verb ?? ""}" is not check, rehearse or test-sms.`);
  },
  run: (context, work) => work(context),
};

interface Given {
  readonly threshold?: string | undefined;
  readonly "most-per-month"?: string | undefined;
  readonly sigmas: boolean;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly spans: string;
  readonly coins?: string | undefined;
  readonly market: boolean;
  readonly price?: string | undefined;
}

type Asked = Omit<RehearsalInput, "fromMs" | "toMs"> & {
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
};

/** @throws {UsageError} */
function parseRehearsal(given: Given): Asked {
  const threshold = parseNumber("threshold", given.threshold);
  const mostPerMonth = parseNumber("most-per-month", given["most-per-month"]);
  if (threshold !== null && mostPerMonth !== null) {
    throw new UsageError("--most-per-month proposes a threshold, so there is none to give.");
  }
  if (threshold === null && mostPerMonth === null && given.sigmas) {
    throw new UsageError("--sigmas needs a --threshold.");
  }
  if (given.market && given.sigmas) throw new UsageError("--market is measured in percent.");
  const price = given.price === undefined ? null : Number(given.price);
  if (price !== null && !(price >= 0)) {
    throw new UsageError(`--price "${given.price}" is no price.`);
  }
  return {
    ...{ threshold, mostPerMonth, quiet: null, pricePerMessage: price },
    kind: given.market ? "market" : "move",
    unit: given.sigmas ? "sigmas" : "percent",
    spans: parseSpans(given.spans),
    coins: given.coins?.split(",").map((symbol) => symbol.trim().toUpperCase()) ?? null,
    fromMs: parseDate("from", given.from),
    toMs: parseDate("to", given.to, true),
  };
}

function parseNumber(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (value > 0 && value < Infinity) return value;
  throw new UsageError(`--${option} "${text}" is not a number above zero.`);
}

function parseSpans(text: string): (1 | 4 | 24)[] {
  return text.split(",").map((one) => {
    const span = Number(one);
    if (span === 1 || span === 4 || span === 24) return span;
    throw new UsageError(`--spans "${one}" is not 1, 4 or 24.`);
  });
}

async function rehearse(context: JobContext, asked: Asked): Promise<string> {
  const toMs = Math.min(asked.toMs ?? Infinity, context.now());
  const fromMs = asked.fromMs ?? toMs - USUAL_DAYS * DAY_MS;
  if (fromMs >= toMs) throw new Error("--from is not before --to.");
  const usual = asked.mostPerMonth === null
    ? context.config.alerts?.thresholdPercent ?? null
    : null;
  const input = { ...asked, fromMs, toMs, threshold: asked.threshold ?? usual };
  return describeRehearsal(await rehearseAlerts(context, input), asked.unit);
}

async function check(context: JobContext): Promise<string> {
  if (!context.config.alerts?.enabled) {
    throw new Error("ALERT_ENABLED is false, so nothing is watched.");
  }
  const { alerts, messages } = await checkAlerts(context, { source: "hourly" });
  const { sent, failed, expired, postponed } = await deliverAlerts(context);
  const found = `New alerts: ${alerts}, in messages: ${messages}.`;
  return `${found} Sent: ${sent}, failed: ${failed}, expired: ${expired}, to try again: ${postponed}.`;
}

async function testMessage(context: JobContext): Promise<string> {
  const { id, body } = await addTestMessage(context.db, {
    ...{ userId: null, destination: null, nowMs: context.now() },
  });
  await deliverAlerts(context);
  const newest = { userId: null, withDefaults: true, limit: 200 };
  const message = (await listAlertMessages(context.db, newest)).find((one) => one.id === id);
  const provider = context.channel?.name ?? "no provider";
  if (message?.status === "sent") return `Sent by ${provider}: ${body}`;
  throw new Error(whyNot(message, provider));
}

function whyNot(message: AlertMessage | undefined, provider: string): string {
  const refusal = message?.refusal;
  if (refusal) return `The message was not sent by ${provider}: ${refusal}`;
  return `The message waits in the outbox; ${provider} did not take it yet.`;
}

if (import.meta.main) Deno.exit(await runTask(task, Deno.args));
