import { assertEquals, assertMatch } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type Database, mintCoins, openLedger } from "../../db/mod.ts";
import { buildWebIfStale, WEB_FOLDER } from "../../server/web_build.ts";
import {
  findAccessibilityProblems,
  launchBrowser,
  openPage,
  type WatchedPage,
} from "../helpers/browser.ts";
import { testDatabase } from "../helpers/database.ts";
import { startTestApp, type TestApp } from "../server/app_for_tests.ts";
import { NOW_MS, storeForecasts, storeMarket } from "../server/market_for_tests.ts";

const DESKTOP = { width: 1366, height: 900 };
const PHONE = { width: 390, height: 844 };
const PASSWORD = "seven wet otters";
/** The browser and the server outlive single tests. */
const SHARED = { sanitizeOps: false, sanitizeResources: false };

let db: Database & AsyncDisposable;
let server: TestApp;
let browser: Browser;

Deno.test.beforeAll(async () => {
  await buildWebIfStale(() => {});
  db = await testDatabase();
  await storeMarket(db, 500);
  await storeForecasts(db);
  await openLedger(db, { initialSupply: "1000000", nowMs: NOW_MS });
  server = await startTestApp(db, { now: () => NOW_MS, webFolder: WEB_FOLDER });
  browser = await launchBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
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

async function leave({ problems, close }: WatchedPage): Promise<void> {
  await close();
  assertEquals(problems, []);
}

/** Signs up and has coins. */
async function signUp(page: Page, userId: string): Promise<void> {
  await page.goto("/sign-up?next=/your-forecasts");
  await page.getByLabel("Email").fill(`${userId}@example.com`);
  await page.getByLabel("User id (optional)").fill(userId);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL((url) => url.pathname === "/your-forecasts");
  await page.getByRole("button", { name: `Account of ${userId}` }).waitFor();
  await mintCoins(db, { userId, amount: "100", nowMs: NOW_MS, createdBy: "key:test" });
}

Deno.test(
  "who is not signed in is told so, and sees the leaderboard all the same",
  SHARED,
  async () => {
    const watched = await visit("/your-forecasts");
    const { page } = watched;
    await page.getByText("Sign in to see what you could stake").waitFor();
    const link = page.locator("main").getByRole("link", { name: "Sign in" });
    assertMatch(await link.getAttribute("href") ?? "", /^\/sign-in\?next=/);
    await page.getByRole("tab", { name: "Leaderboard" }).click();
    await page.getByText("No round with a stake has been settled yet.").first().waitFor();
    await leave(watched);
  },
);

Deno.test(
  "a direction is staked on by keyboard, after the worst and best case were told",
  SHARED,
  async () => {
    const watched = await visit("/");
    const { page } = watched;
    await signUp(page, "ann");
    await page.getByRole("combobox", { name: "Coin" }).selectOption("ETH");
    await page.getByLabel(/Probability that the price is higher/).focus();
    for (let step = 0; step < 20; step++) await page.keyboard.press("ArrowRight");
    await page.getByText(/Up with 70\s%/).waitFor();
    await page.getByRole("textbox", { name: "Stake" }).fill("10");
    await page.getByText(/90\sTBC remain available/).waitFor();
    await page.getByText(/Nobody else has staked in this round/).first().waitFor();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/Stake 10\sTBC on ETH/).waitFor();
    await dialog.getByText(/Up with 70\s%, for 2 Mar 2025, 13:00 UTC/).waitFor();
    await dialog.getByRole("button", { name: "Stake", exact: true }).click();
    await page.getByText(/10\sTBC staked: Up with 70\s%/).waitFor();
    await page.getByRole("textbox", { name: "Stake" }).fill("5");
    await page.getByText(/You have a stake in this round already/).waitFor();
    await page.getByRole("tab", { name: "Yours" }).click();
    await page.getByText(/1 stake with 10\sTBC waits for an outcome/).waitFor();
    await page.getByRole("cell", { name: /Open, closes in 30/ }).waitFor();
    await page.getByRole("rowheader", { name: "ETH" }).getByRole("link").click();
    await page.getByText(/stakes 10\sTBC on a forecast/).first().waitFor();
    await leave(watched);
  },
);

Deno.test("a distribution begins with the model's words and fits a phone", SHARED, async () => {
  const watched = await visit("/", { viewport: PHONE, colorScheme: "dark" });
  const { page } = watched;
  await signUp(page, "bob");
  await page.goto("/your-forecasts?kind=distribution&coin=SOL");
  const median = page.getByLabel(/Median/);
  assertEquals(await median.inputValue(), "103.00");
  await median.fill("120");
  await page.getByRole("textbox", { name: "Stake" }).fill("7.5");
  await page.getByText("The upper end is below the median.").waitFor();
  await page.getByLabel(/Upper end/).fill("130");
  await page.getByText(/92\.5\sTBC remain available/).waitFor();
  await page.getByText(/\$120\.00, 9 of 10 times/).first().waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assertEquals(width <= PHONE.width, true, `${width} px wide`);
  assertEquals(await findAccessibilityProblems(page), []);
  await page.getByRole("button", { name: "Stake on it" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Stake", exact: true }).click();
  await page.getByText(/7\.5\sTBC staked/).waitFor();
  await leave(watched);
});

Deno.test("every view of forecasts is accessible", SHARED, async () => {
  const watched = await visit("/your-forecasts?view=rounds");
  const { page } = watched;
  await page.getByRole("rowheader", { name: "SOL" }).waitFor();
  for (const name of ["Rounds", "Leaderboard", "Yours", "Stake"]) {
    await page.getByRole("tab", { name }).click();
    await page.waitForLoadState("networkidle");
    assertEquals(await findAccessibilityProblems(page), [], name);
  }
  await page.getByText("How this is made").click();
  await page.getByText(/nothing is added and no fee is taken/).waitFor();
  await leave(watched);
});
