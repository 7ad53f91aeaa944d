import { assertEquals, assertLess } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Database } from "../../db/mod.ts";
import { buildWebIfStale, WEB_FOLDER } from "../../server/web_build.ts";
import { findAccessibilityProblems, launchBrowser, openPage } from "../helpers/browser.ts";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, startTestApp, type TestApp } from "../server/app_for_tests.ts";
import { agePrices, landPrices } from "../server/land_prices.ts";
import { storeMarket } from "../server/market_for_tests.ts";

const DESKTOP = { width: 1366, height: 900 };
const PHONE = { width: 390, height: 844 };
/** The browser and the server outlive single tests. */
const SHARED = { sanitizeOps: false, sanitizeResources: false };

let db: Database & AsyncDisposable;
let server: TestApp;
let browser: Browser;

Deno.test.beforeAll(async () => {
  await buildWebIfStale(() => {});
  db = await testDatabase();
  await storeMarket(db, 500);
  server = await startTestApp(db, { webFolder: WEB_FOLDER });
  browser = await launchBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  await db?.[Symbol.asyncDispose]();
});

async function visit(path: string, options: BrowserContextOptions = {}) {
  const baseURL = server.url.replace("127.0.0.1", "localhost");
  const watched = await openPage(browser, { baseURL, viewport: DESKTOP, ...options });
  watched.page.setDefaultTimeout(20_000);
  await watched.page.goto(path);
  return watched;
}

/** How often something is asked of the server from now on. */
function countRequests(page: Page, path: string): () => number {
  let count = 0;
  page.on("request", (request) => count += new URL(request.url()).pathname === path ? 1 : 0);
  return () => count;
}

Deno.test(
  "a price changes on the page without a reload, and becomes stale with its age",
  SHARED,
  async () => {
    await landPrices(db, { BTC: "50000.5", ETH: "3000" });
    const { page, problems, close } = await visit("/");
    const price = page.locator("tr", { hasText: "Bitcoin" }).locator(".live-price");
    await page.locator(".live-price", { hasText: "$50,000.50" }).waitFor();
    await page.locator(".connection", { hasText: "Live" }).waitFor();
    await price.evaluate((cell) => cell.setAttribute("data-same", "1"));
    const startedAt = performance.now();
    await landPrices(db, { BTC: "51234.25", ETH: "3000" });
    await page.locator("[data-same]", { hasText: "$51,234.25" }).waitFor();
    assertLess(performance.now() - startedAt, 3_000);

    await agePrices(db, 45);
    // The server says so with its next look.
    await landPrices(db, { BTC: "51234.25", ETH: "3000" });
    await page.locator(".connection", { hasText: /Stale \d\d s/ }).waitFor();
    await page.locator(".live-stale[title*='no price has moved']").first().waitFor();
    assertEquals(await page.getByRole("status").filter({ hasText: "Prices are stale" }).count(), 1);
    assertEquals(await findAccessibilityProblems(page), []);
    await close();
    assertEquals(problems, []);
  },
);

Deno.test("tabs share one stream, and the one that is left takes it over", SHARED, async () => {
  await landPrices(db, { BTC: "60000", ETH: "3100" });
  const { page, problems, close } = await visit("/");
  await page.locator(".live-price", { hasText: "$60,000.00" }).waitFor();
  const second = await page.context().newPage();
  const streams = countRequests(second, "/trpc/market.live");
  await second.goto(`${server.url.replace("127.0.0.1", "localhost")}/coin/BTC`);
  await second.locator(".metric", { hasText: "$60,000.00" }).waitFor();
  assertEquals(streams(), 0, "the first tab has the stream");
  await landPrices(db, { BTC: "60001", ETH: "3100" });
  await second.locator(".metric", { hasText: "$60,001.00" }).waitFor();
  await page.close();
  await landPrices(db, { BTC: "60002", ETH: "3100" });
  await second.locator(".metric", { hasText: "$60,002.00" }).waitFor();
  assertEquals(streams(), 1);
  await close();
  assertEquals(problems, []);
});

Deno.test("live and stale are told on a phone too, in both themes", SHARED, async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    await landPrices(db, { BTC: `${70_000 + Math.random()}`, ETH: "3000" });
    const { page, problems, close } = await visit("/coin/BTC", {
      viewport: PHONE,
      colorScheme,
      reducedMotion: "reduce",
    });
    await page.locator(".connection", { hasText: "Live" }).waitFor();
    await page.locator(".metric", { hasText: "$70,00" }).waitFor();
    assertEquals(await page.locator(".connection-text").isVisible(), true);
    const overflow = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assertEquals(overflow, 0);
    assertEquals(await findAccessibilityProblems(page), []);
    await close();
    assertEquals(problems, []);
  }
});

Deno.test("an administrator turns live alerts on and off", SHARED, async () => {
  const { page, problems, close } = await visit("/alerts");
  await page.evaluate(async (key) => {
    await fetch("/trpc/auth.startSession", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ api_key: key }),
    });
  }, ADMIN_KEY);
  // What was asked before anybody was signed in is of no interest.
  problems.length = 0;
  await page.reload();
  await page.getByText("When prices are looked at").click();
  await page.getByText("Moves are looked at when an hour is closed.").waitFor();
  const toggle = page.getByRole("button", { name: "Look at live prices too" });
  await toggle.click();
  await page.getByText("Moves are looked at with every new price").waitFor();
  assertEquals(await toggle.getAttribute("aria-pressed"), "true");
  assertEquals(await findAccessibilityProblems(page), []);
  await toggle.click();
  await page.getByText("Moves are looked at when an hour is closed.").waitFor();
  await close();
  assertEquals(problems, []);
});
