import { assertEquals } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import {
  addToOutbox,
  type Database,
  insertAlertRule,
  insertAlerts,
  type NewAlert,
  type NewAlertRule,
  setMessageBody,
} from "../../db/mod.ts";
import { rehearseAlerts } from "../../jobs/alerts/rehearse_alerts.ts";
import { deliverAlerts } from "../../jobs/deliver_alerts.ts";
import { openChannel } from "../../jobs/messaging/open_channel.ts";
import { createLateJobs } from "../../server/late_jobs.ts";
import { buildWebIfStale, WEB_FOLDER } from "../../server/web_build.ts";
import {
  findAccessibilityProblems,
  launchBrowser,
  openPage,
  type WatchedPage,
} from "../helpers/browser.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext, keepingLog } from "../jobs/job_context.ts";
import {
  type FakeGateway,
  startGateway,
  twilioAccepts,
  twilioRefuses,
} from "../jobs/messaging/fake_gateway.ts";
import { startTestApp, type TestApp } from "../server/app_for_tests.ts";
import { NOW_MS, storeMarket } from "../server/market_for_tests.ts";

const DESKTOP = { width: 1366, height: 900 };
const PHONE = { width: 390, height: 844 };
const PASSWORD = "seven wet otters";
const NUMBER = "+491701234567";
/** The browser and the server outlive single tests. */
const SHARED = { sanitizeOps: false, sanitizeResources: false };

let db: Database & AsyncDisposable;
let server: TestApp;
let gateway: FakeGateway;
let browser: Browser;

Deno.test.beforeAll(async () => {
  await buildWebIfStale(() => {});
  db = await testDatabase();
  await storeMarket(db, 900);
  gateway = startGateway((request) =>
    request.form.get("To") === NUMBER
      ? twilioAccepts()
      : twilioRefuses(400, 21608, "The number is unverified")
  );
  const now = () => NOW_MS;
  const log = keepingLog();
  const context = {
    ...jobContext({ db, url: "http://127.0.0.1:1", now, log }),
    channel: openChannel({
      provider: "twilio",
      twilioAccountSid: "AC1",
      twilioAuthToken: "token",
      twilioFromNumber: "+15005550006",
      twilioBaseUrl: gateway.url,
    }, { log, now }),
  };
  const jobs = {
    ...createLateJobs(),
    rehearseAlerts: (input: Parameters<typeof rehearseAlerts>[1]) => rehearseAlerts(context, input),
    deliverSoon: () => void deliverAlerts(context),
    keepErasuresSoon: () => {},
  };
  server = await startTestApp(db, { now, jobs, webFolder: WEB_FOLDER });
  browser = await launchBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  gateway?.[Symbol.dispose]();
  await db?.[Symbol.asyncDispose]();
});

async function visit(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, {
    baseURL: server.url.replace("127.0.0.1", "localhost"),
    ...{ viewport: DESKTOP, colorScheme: "light", reducedMotion: "reduce" },
    ...options,
  });
  watched.page.setDefaultTimeout(20_000);
  await watched.page.clock.setFixedTime(NOW_MS);
  await watched.page.goto(path);
  return watched;
}

/** @param expected what the browser says of answers that the test provokes */
async function leave({ problems, close }: WatchedPage, expected = /^$/): Promise<void> {
  await close();
  assertEquals(problems.filter((problem) => !expected.test(problem)), []);
}

async function signUp(page: Page, userId: string): Promise<void> {
  await page.goto("/sign-up?next=/alerts");
  await page.getByLabel("Email").fill(`${userId}@example.com`);
  await page.getByLabel("User id (optional)").fill(userId);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL((url) => url.pathname === "/alerts");
  await page.getByRole("button", { name: `Account of ${userId}` }).waitFor();
}

const RULE: Omit<NewAlertRule, "userId"> = {
  ...{ kind: "move", threshold: 5, unit: "percent", spans: [24], coins: ["BTC"] },
  ...{ quiet: null, channel: "message", destination: NUMBER, enabled: true },
};

/** Two alerts of a rule, one with a message that the provider refuses. */
async function storeAlerts(userId: string): Promise<void> {
  const rule: NewAlertRule = { ...RULE, userId };
  const { id } = await insertAlertRule(db, { rule, nowMs: NOW_MS });
  const alert = (symbol: string, text: string): NewAlert => ({
    ...{ ruleId: id, userId, kind: "move", subject: `coin:${symbol}`, symbol, atMs: NOW_MS },
    ...{ price: 68_000, fromPrice: 60_000, changePercent: 13.3, spanHours: 24, value: 13.3 },
    ...{ threshold: 5, unit: "percent", text },
  });
  const alerts = [
    alert("BTC", "BTC rose 13.3 % in 24 h."),
    alert("ETH", "ETH fell 8.0 % in 24 h."),
  ];
  const [first] = await insertAlerts(db, { alerts, nowMs: NOW_MS });
  const message = await addToOutbox(db, {
    ...{ userId, destination: "+491709999999", groupKey: `g-${userId}`, alertIds: [first!] },
    ...{ sendAtMs: NOW_MS, expiresAtMs: NOW_MS + 3_600_000, nowMs: NOW_MS },
  });
  await setMessageBody(db, { id: message.id, body: "BTC rose 13.3 % in 24 h." });
}

Deno.test("who is not signed in is told so", SHARED, async () => {
  const watched = await visit("/alerts");
  await watched.page.getByText("Sign in to see your alerts").waitFor();
  await leave(watched);
});

Deno.test(
  "a rule is made by keyboard, its test message is sent, and the number stays hidden",
  SHARED,
  async () => {
    const watched = await visit("/");
    const { page } = watched;
    await signUp(page, "ann");
    await page.getByText("Nothing here: no rule has found anything like that.").waitFor();
    await page.getByRole("tab", { name: "Alerts" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.getByText("No rule yet").waitFor();
    await page.getByRole("button", { name: "New rule" }).press("Enter");
    await page.getByRole("textbox", { name: "Threshold" }).fill("0");
    await page.getByText("It must be a number above zero.").waitFor();
    await page.getByRole("textbox", { name: "Threshold" }).fill("7.5");
    await page.getByRole("textbox", { name: "Coins" }).fill("btc, sol");
    await page.getByRole("button", { name: "By text message too" }).press("Space");
    await page.getByLabel("Telephone number").fill("0170");
    await page.getByRole("button", { name: "Make rule" }).press("Enter");
    await page.getByText(/It must be a telephone number with its country code/).waitFor();
    await page.getByLabel("Telephone number").fill("+49 170 1234567");
    await page.getByRole("button", { name: "Quiet hours" }).press("Space");
    await page.getByLabel("By the clocks of").selectOption("Europe/Berlin");
    await page.getByRole("button", { name: "Make rule" }).press("Enter");
    await page.getByRole("heading", {
      name: "A coin moves by 7.5 % or more within 1, 4 or 24 h",
    }).waitFor();
    await page.getByText("BTC, SOL").waitFor();
    await page.getByText("22:00–07:00, Europe/Berlin, one message afterwards").waitFor();
    await page.getByText("on this page, and at the number ending in 67").waitFor();
    await page.getByRole("button", { name: /^Send a test/ }).click();
    await page.getByText("What became of it is under Messages.").waitFor();
    await page.getByRole("tab", { name: "Messages" }).click();
    await page.getByText(/Test: alerts arrive here/).waitFor();
    await page.getByRole("button", { name: "Sent" }).click();
    await page.getByRole("cell", { name: /^sent 1 Mar 2025/ }).waitFor();
    assertEquals(gateway.requests.at(-1)?.form.get("To"), NUMBER);
    assertEquals((await page.content()).includes("1701234567"), false);
    await page.getByRole("tab", { name: "Rules" }).click();
    await page.getByRole("button", { name: "On", exact: true }).click();
    await page.getByRole("button", { name: "Off", exact: true }).waitFor();
    await page.getByRole("button", { name: /^Remove/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByText("No rule yet").waitFor();
    // Of the number without a country code.
    await leave(watched, /^400 .*alerts\.createRule|status of 400/);
  },
);

Deno.test(
  "a refusal is told in words; alerts are acknowledged and muted",
  SHARED,
  async () => {
    const watched = await visit("/");
    const { page } = watched;
    await signUp(page, "bob");
    await storeAlerts("bob");
    // A test message wakes the delivery, which takes the alert's along.
    await page.goto("/alerts?view=rules");
    await page.getByRole("button", { name: /^Send a test/ }).click();
    await page.getByText("What became of it is under Messages.").waitFor();
    await page.goto("/alerts");
    await page.getByRole("row", { name: /BTC rose 13.3 %/ })
      .getByText(/on trial: it sends to verified numbers alone/).waitFor();
    await page.getByRole("row", { name: /ETH fell/ }).getByText("on this page alone").waitFor();
    await page.getByRole("button", { name: /^Acknowledge: ETH/ }).press("Enter");
    await page.getByRole("row", { name: /ETH fell/ }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Mute: BTC/ }).press("Enter");
    await page.getByRole("dialog").getByLabel("For").selectOption("168");
    await page.getByRole("dialog").getByRole("button", { name: "Mute", exact: true }).click();
    await page.getByText("Nothing here: no rule has found anything like that.").waitFor();
    await page.getByRole("button", { name: "All", exact: true }).click();
    await page.getByRole("row", { name: /ETH fell.*acknowledged/ }).waitFor();
    await page.getByRole("row", { name: /BTC rose.*muted/ }).waitFor();
    await page.getByRole("tab", { name: "Messages" }).click();
    await page.getByRole("button", { name: "Failed" }).click();
    await page.getByText(/A message that failed is not sent again/).waitFor();
    await leave(watched);
  },
);

Deno.test(
  "a rehearsal counts messages, proposes a threshold, and becomes a rule",
  SHARED,
  async () => {
    const watched = await visit("/");
    const { page } = watched;
    await signUp(page, "cyd");
    await page.goto("/alerts?view=rehearsal");
    await page.getByText(/would have been sent/).waitFor();
    await page.getByLabel("Over the last").selectOption("30");
    await page.getByRole("textbox", { name: "Coins" }).fill("SOL");
    await page.getByRole("slider").focus();
    for (let step = 0; step < 15; step++) await page.keyboard.press("ArrowLeft");
    await page.getByText("Threshold: 2.5 %").waitFor();
    await page.getByText(/messages would have been sent. With 2.5 %/).waitFor();
    await page.getByText("The messages as a list").click();
    await page.getByText(/SOL (?:rose|fell)/).first().waitFor();
    await page.getByRole("button", { name: "Propose a threshold" }).click();
    await page.getByText(/With the proposed .* %(?:, at most [0-3] in any 30 days|, that is)/)
      .waitFor();
    await page.getByRole("button", { name: "Make a rule of it" }).click();
    assertEquals(await page.getByRole("textbox", { name: "Coins" }).inputValue(), "SOL");
    await page.getByRole("button", { name: "Make rule" }).click();
    await page.getByRole("heading", { name: /^A coin moves by [\d.]+ % or more/ }).waitFor();
    await leave(watched);
  },
);

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test(
    `every view of alerts is accessible and fits a phone (${colorScheme})`,
    SHARED,
    async () => {
      const watched = await visit("/", { viewport: PHONE, colorScheme });
      const { page } = watched;
      const userId = `dan-${colorScheme}`;
      await signUp(page, userId);
      await storeAlerts(userId);
      await page.goto("/alerts");
      await page.getByRole("row", { name: /BTC rose/ }).waitFor();
      for (const name of ["Alerts", "Messages", "Rules", "Rehearsal"]) {
        await page.getByRole("tab", { name }).click();
        if (name === "Rules") await page.getByRole("button", { name: /^Change/ }).click();
        if (name === "Rehearsal") await page.getByText(/would have been sent/).waitFor();
        await page.waitForLoadState("networkidle");
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assertEquals(width <= PHONE.width, true, `${name} is ${width} px wide`);
        assertEquals(await findAccessibilityProblems(page), [], name);
      }
      await leave(watched);
    },
  );
}
