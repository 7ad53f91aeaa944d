import { assertEquals } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import {
  claimJob,
  type Database,
  failJob,
  finishJob,
  openLedger,
  renewLease,
} from "../../db/mod.ts";
import type { JobsPort } from "../../jobs/context.ts";
import { startJobs } from "../../jobs/start_jobs.ts";
import { buildWebIfStale, WEB_FOLDER } from "../../server/web_build.ts";
import {
  findAccessibilityProblems,
  launchBrowser,
  openPage,
  type WatchedPage,
} from "../helpers/browser.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext } from "../jobs/job_context.ts";
import { ADMIN_KEY, startTestApp, type TestApp } from "../server/app_for_tests.ts";

const DESKTOP = { width: 1366, height: 900 };
const PHONE = { width: 390, height: 844 };
const HOUR_MS = 3_600_000;
/** The browser and the server outlive single tests. */
const SHARED = { sanitizeOps: false, sanitizeResources: false };

let db: Database & AsyncDisposable;
let jobs: JobsPort;
/** By how much the server's clock is ahead. */
let skewMs = 0;
let server: TestApp;
let browser: Browser;

Deno.test.beforeAll(async () => {
  await buildWebIfStale(() => {});
  db = await testDatabase();
  await openLedger(db, { initialSupply: "1000000", nowMs: Date.now() });
  jobs = startJobs(jobContext({ db, url: "http://127.0.0.1:9" }));
  server = await startTestApp(db, { webFolder: WEB_FOLDER, jobs, now: () => Date.now() + skewMs });
  browser = await launchBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await jobs?.stop();
  await db?.[Symbol.asyncDispose]();
});

async function visit(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, {
    baseURL: server.url.replace("127.0.0.1", "localhost"),
    ...{ viewport: DESKTOP, colorScheme: "light", reducedMotion: "reduce" },
    ...options,
  });
  const { page } = watched;
  page.setDefaultTimeout(20_000);
  await page.goto("/sign-in?next=/jobs");
  await page.getByRole("button", { name: "API key" }).click();
  await page.getByLabel("API key", { exact: true }).fill(ADMIN_KEY);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname === "/jobs");
  await page.getByRole("button", { name: "Publish forecasts", exact: true }).waitFor();
  return watched;
}

async function leave({ problems, close }: WatchedPage): Promise<void> {
  await close();
  assertEquals(problems, []);
}

const row = (page: Page, title: string) =>
  page.getByRole("row").filter({ has: page.getByRole("button", { name: title, exact: true }) });

Deno.test(
  "a failed run is read, run again, and its log opened by its address",
  SHARED,
  async () => {
    const claim = { job: "prune", owner: "host:1:gone", leaseMs: 1_000, slotMs: Date.now() };
    const run = (await claimJob(db, claim))!;
    await failJob(db, { id: run.id, owner: claim.owner, error: "The disk is full." });
    const watched = await visit();
    const { page } = watched;
    await row(page, "Remove what is old").getByText("The disk is full.").waitFor();
    await page.getByText(/\d failed at the last run/).waitFor();
    await page.getByRole("button", { name: "Remove what is old", exact: true }).click();
    const runs = page.getByRole("region", { name: "Runs of Remove what is old" }).first();
    await runs.getByRole("button", { name: "Run again: Remove what is old" }).click();
    const log = page.getByRole("region", { name: "Log of a run" });
    await log.getByText("done", { exact: true }).waitFor();
    await page.waitForURL(new RegExp(`run=${run.id}`));
    await row(page, "Remove what is old").getByText("done", { exact: true }).waitFor();
    await leave(watched);
  },
);

Deno.test(
  "a run is followed while it works, and the keyboard keeps its place",
  SHARED,
  async () => {
    const watched = await visit();
    const { page } = watched;
    const owner = "host:2:works";
    // Of an hour from now, so that it is the newest.
    const slotMs = Date.now() + HOUR_MS;
    const run = (await claimJob(db, { job: "tendency", owner, leaseMs: 60_000, slotMs }))!;
    const tendency = row(page, "Market tendency");
    await tendency.getByText("running", { exact: true }).waitFor();
    await tendency.getByRole("button", { name: "Run now: Market tendency" }).focus();
    for (const done of [1, 2]) {
      const progress = { done, total: 4, message: `Coin ${done} of 4.` };
      await renewLease(db, { id: run.id, owner, leaseMs: 60_000, progress });
      await tendency.getByText(`Coin ${done} of 4.`).waitFor();
    }
    assertEquals(
      await tendency.getByRole("progressbar").getAttribute("aria-valuenow"),
      "50",
    );
    await page.keyboard.press("Enter");
    await tendency.getByText("It is running already.").waitFor();
    await finishJob(db, { id: run.id, owner });
    await tendency.getByText("done", { exact: true }).waitFor();
    await leave(watched);
  },
);

Deno.test("jobs fit a phone and are accessible in both themes", SHARED, async () => {
  for (
    const options of [
      { viewport: PHONE, colorScheme: "dark" as const },
      { viewport: DESKTOP, colorScheme: "light" as const },
    ]
  ) {
    const watched = await visit(options);
    const { page } = watched;
    await page.getByRole("button", { name: "Train a model", exact: true }).click();
    await page.getByText("It has not run yet. Its first run is at its next slot").waitFor();
    await page.getByRole("button", { name: "Remove what is old", exact: true }).click();
    await page.getByRole("button", { name: /^Log of the run/ }).first().click();
    await page.getByRole("region", { name: "Log of a run" }).getByText(/^Due|Begun/).waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assertEquals(width <= options.viewport.width, true, `${width} px wide`);
    assertEquals(await findAccessibilityProblems(page), []);
    await leave(watched);
  }
});

Deno.test("who is no administrator is told so", SHARED, async () => {
  const watched = await openPage(browser, {
    baseURL: server.url.replace("127.0.0.1", "localhost"),
    viewport: DESKTOP,
  });
  await watched.page.goto("/jobs");
  await watched.page.locator("main").getByRole("link", { name: "Sign in" }).first().waitFor();
  await leave(watched);
});

/** The page of the status as someone finds it who is not signed in. */
async function visitStatus(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, {
    baseURL: server.url.replace("127.0.0.1", "localhost"),
    ...{ viewport: DESKTOP, colorScheme: "light", reducedMotion: "reduce" },
    ...options,
  });
  watched.page.setDefaultTimeout(20_000);
  await watched.page.clock.install();
  await watched.page.goto("/status");
  await watched.page.getByRole("list", { name: "Parts of the service" }).waitFor();
  return watched;
}

Deno.test("anyone reads how the service is, and learns by itself what breaks", SHARED, async () => {
  const slotMs = Math.floor(Date.now() / HOUR_MS - 2) * HOUR_MS;
  const run = (await claimJob(db, { job: "publish", owner: "host:3", leaseMs: 1_000, slotMs }))!;
  await finishJob(db, { id: run.id, owner: "host:3" });
  const watched = await visitStatus();
  const { page } = watched;
  await page.getByRole("status").getByText("still to come: market data").waitFor();
  await page.getByRole("link", { name: "Status", exact: true }).waitFor();
  await page.getByRole("img", { name: /^Forecasts published: / }).waitFor();
  assertEquals(await page.getByText("For administrators").count(), 0);
  await db.sql(
    `insert into ledger_reconciliations
       (started_at, finished_at, is_ok, transactions, entries, supply, first_wrong)
     values (now(), now(), false, 1, 1, 1, 'Account 7 of host 10.0.0.9.')`,
  );
  // The server asks its database again, and the page the server.
  skewMs += 30_000;
  await page.clock.runFor(16_000);
  await page.getByRole("status").getByText(/^Ledger: does not work since/).waitFor();
  assertEquals(await page.getByText("10.0.0.9").count(), 0, "what is behind it is not told");
  await leave(watched);
});

Deno.test("the status fits a phone and is accessible in both themes", SHARED, async () => {
  for (
    const options of [
      { viewport: PHONE, colorScheme: "dark" as const },
      { viewport: DESKTOP, colorScheme: "light" as const },
    ]
  ) {
    const watched = await visitStatus(options);
    const { page } = watched;
    await page.getByRole("tab", { name: "7 days" }).click();
    await page.waitForURL(/span=7d/);
    await page.getByText(/^Hours that were not in time/).click();
    await page.getByText("How this is made").click();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assertEquals(width, options.viewport.width, "nothing is wider than the page");
    assertEquals(await findAccessibilityProblems(page), []);
    await leave(watched);
  }
});

Deno.test("an administrator sees what is behind it", SHARED, async () => {
  const watched = await visit();
  const { page } = watched;
  await page.goto("/status");
  const inside = page.getByRole("region", { name: "For administrators" });
  await inside.getByText("Memory of this process").waitFor();
  await inside.getByText(/It failed|No job is late/).first().waitFor();
  await leave(watched);
});
