import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { type AppProcess, startApp } from "../helpers/app_process.ts";
import {
  findAccessibilityProblems,
  launchBrowser,
  openPage,
  type WatchedPage,
} from "../helpers/browser.ts";

const DAY_MS = 86_400_000;
const COINS = 8;
const PAGES = [
  "/",
  "/?view=map",
  "/coin/BTC",
  "/predictions",
  "/predictions?view=chart",
  "/record",
  "/record?view=coin&coin=BTC",
  "/record?view=top",
  "/models",
  "/evaluation",
  "/setup",
];
const DESKTOP = { width: 1366, height: 850 };
const PHONE = { width: 390, height: 844 };

let exchange: AppProcess;
let app: AppProcess;
let browser: Browser;
const dataDir = await Deno.makeTempDir({ prefix: "first start " });

/** A market that is small, and slow enough to be watched. */
Deno.test.beforeAll(async () => {
  exchange = await startApp("exchange", {
    args: ["--port", "0", "--seed", "7", "--faults", "slow:1@1500ms"],
  });
  app = await startApp("start", {
    env: {
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      API_PORT: "0",
      MARKET_SOURCE: "binance",
      BINANCE_BASE_URL: exchange.url,
      TOP_N_CRYPTOS: String(COINS),
      COLLECTION_START_DATE: new Date(Date.now() - 120 * DAY_MS).toISOString().slice(0, 10),
      SEQUENCE_LENGTH: "24",
      RATE_LIMIT_PER_MINUTE: "100000",
    },
  });
  browser = await launchBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await exchange?.stop();
  await Deno.remove(dataDir, { recursive: true });
});

/** Processes and the browser outlive single tests. */
const SHARED = { sanitizeOps: false, sanitizeResources: false };

async function visit(path: string, options: Parameters<Browser["newContext"]>[0] = {}) {
  const watched = await openPage(browser, {
    baseURL: app.url,
    viewport: DESKTOP,
    colorScheme: "light",
    reducedMotion: "reduce",
    ...options,
  });
  await watched.page.goto(path);
  return watched;
}

async function leave({ problems, close }: WatchedPage): Promise<void> {
  await close();
  assertEquals(problems, []);
}

/** Until what has been asked for has been drawn. */
async function settle(page: Page): Promise<void> {
  await page.locator("main h1").waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForTimeout(400);
}

/** Notes every text that the three steps show while nobody touches the page. */
function watchSteps(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen = new Set<string>();
    const note = () => {
      for (const step of document.querySelectorAll("li.step")) seen.add(step.textContent ?? "");
    };
    new MutationObserver(note).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    note();
    Object.assign(globalThis, { seenSteps: seen });
  });
}

function seenSteps(page: Page): Promise<string[]> {
  return page.evaluate(() => [...(globalThis as unknown as { seenSteps: Set<string> }).seenSteps]);
}

Deno.test("a first start shows collecting, training and publishing as they happen", {
  ...SHARED,
}, async () => {
  const watched = await visit("/setup");
  const { page } = watched;
  await page.locator("li.step").first().waitFor();
  await watchSteps(page);
  await page.locator("li.step-done", { hasText: "Publish" }).waitFor({ timeout: 240_000 });
  await page.locator("li.step-done", { hasText: "Train" }).waitFor({ timeout: 240_000 });
  const seen = await seenSteps(page);
  const saw = (pattern: RegExp) => seen.some((text) => pattern.test(text));
  assertEquals(saw(/Collect hourly candles: running.*candles.*a second/), true, seen.join("\n"));
  assertEquals(saw(/Train the forecasting model: running.*Loss/), true, seen.join("\n"));
  assertEquals(saw(/Publish forecasts: done/), true, seen.join("\n"));
  await leave(watched);
});

Deno.test("the overview has every coin, sorts by a click and searches", SHARED, async () => {
  const watched = await visit("/");
  const { page } = watched;
  const rows = page.locator("table tbody tr");
  await rows.nth(COINS - 1).waitFor();
  assertEquals(await rows.count(), COINS);
  const price = page.getByRole("columnheader", { name: "Price" });
  await price.getByRole("button").click();
  assertEquals(await price.getAttribute("aria-sort"), "descending");
  const prices = await readColumn(page, "Price");
  assertEquals(prices, prices.toSorted((a, b) => b - a));
  await page.getByRole("searchbox").or(page.locator("input[type=search]")).first().fill("btc");
  await rows.nth(1).waitFor({ state: "detached" });
  assertMatch(await rows.first().innerText(), /BTC/);
  await page.waitForURL(/q=btc/);
  await leave(watched);
});

/** The figures of a column, `61,234.5` and `0.0123` alike. */
async function readColumn(page: Page, label: string): Promise<number[]> {
  const heads = await page.locator("table thead th").allInnerTexts();
  const at = heads.findIndex((head) => head.startsWith(label));
  const texts = await page.locator(`table tbody tr > :nth-child(${at + 1})`).allInnerTexts();
  return texts.map((text) => Number(text.replaceAll(/[^\d.]/g, "")));
}

Deno.test("a row opens the coin: candles, indicators, forecast by the hour", SHARED, async () => {
  const watched = await visit("/");
  const { page } = watched;
  await page.locator("table tbody a", { hasText: "BTC" }).click();
  await page.waitForURL(/\/coin\/BTC$/);
  await page.locator(".js-plotly-plot .cartesianlayer .trace").first().waitFor();
  await page.getByRole("button", { name: "RSI" }).or(page.getByLabel("RSI")).first().click();
  await page.waitForURL(/with=rsi/);
  await page.getByRole("tab", { name: "Forecast by the hour" }).click();
  const byTheHour = page.getByRole("table", { name: /by the hour/ });
  assertEquals(await byTheHour.locator("tbody tr").count(), 24);
  await page.getByRole("heading", { name: "What moved this forecast" }).waitFor();
  await leave(watched);
});

Deno.test("the forecasts show ranges, confidence and where they come from", SHARED, async () => {
  const watched = await visit("/predictions");
  const { page } = watched;
  const rows = page.locator("table tbody tr");
  await rows.nth(COINS - 1).waitFor();
  assertEquals(await rows.count(), COINS);
  const text = await page.locator("main").innerText();
  assertMatch(text, /LSTM|NAIVE/);
  assertMatch(text, /\d\d\s?%/);
  await page.getByRole("tab", { name: "Ranges" }).click();
  await page.locator(".js-plotly-plot .cartesianlayer .trace").first().waitFor();
  await leave(watched);
});

Deno.test("a coin is found by its letters from anywhere", SHARED, async () => {
  const watched = await visit("/predictions");
  const { page } = watched;
  await settle(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Name or symbol" }).fill("eth");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/coin\/ETH$/);
  await leave(watched);
});

function isDark(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] =
      getComputedStyle(document.body).backgroundColor.match(/\d+/g)?.map(Number) ?? [];
    return red + green + blue < 3 * 128;
  });
}

Deno.test("the theme changes at once and outlives a reload", SHARED, async () => {
  const watched = await visit("/");
  const { page } = watched;
  await settle(page);
  assertEquals(await isDark(page), false);
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("button", { name: "Dark" }).click();
  await settle(page);
  assertEquals(await isDark(page), true);
  await page.reload();
  await settle(page);
  assertEquals(await isDark(page), true);
  await leave(watched);
});

Deno.test("an address that is no page says so and leads back", SHARED, async () => {
  const watched = await visit("/no/such/page");
  const { page } = watched;
  await page.getByRole("heading", { name: "No such page" }).waitFor();
  await page.getByRole("link", { name: "Market overview" }).first().click();
  await page.getByRole("heading", { name: "Market overview" }).waitFor();
  // The answer to the address itself is allowed to be 404.
  watched.problems.splice(0, Infinity, ...watched.problems.filter((it) => !it.includes("404")));
  await leave(watched);
});

for (const path of PAGES) {
  Deno.test(`${path} fits a phone without scrolling sideways`, SHARED, async () => {
    const watched = await visit(path, { viewport: PHONE, hasTouch: true, isMobile: true });
    await settle(watched.page);
    const width = await watched.page.evaluate(() => document.documentElement.scrollWidth);
    assertEquals(width <= PHONE.width, true, `${width} pixels wide`);
    await leave(watched);
  });

  Deno.test(`${path} has no accessibility problems in light and in dark`, SHARED, async () => {
    const watched = await visit(path);
    await settle(watched.page);
    assertEquals(await findAccessibilityProblems(watched.page), [], "light");
    await watched.page.emulateMedia({ colorScheme: "dark" });
    await watched.page.locator("html[data-bs-theme=dark]").waitFor();
    await settle(watched.page);
    assertEquals(await findAccessibilityProblems(watched.page), [], "dark");
    await leave(watched);
  });
}

Deno.test("on a phone the menu opens as a drawer and leads to the forecasts", SHARED, async () => {
  const watched = await visit("/", { viewport: PHONE, hasTouch: true, isMobile: true });
  const { page } = watched;
  await settle(page);
  await page.getByRole("button", { name: "Open the menu" }).click();
  await page.getByRole("link", { name: "Predictions" }).click();
  await page.getByRole("heading", { name: "Predictions" }).waitFor();
  assertGreater(await page.locator("main").evaluate((main) => main.clientHeight), 200);
  await leave(watched);
});
