import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type AppProcess, startApp } from "../helpers/app_process.ts";
import {
  findAccessibilityProblems,
  launchBrowser,
  openPage,
  type WatchedPage,
} from "../helpers/browser.ts";

const DAY_MS = 86_400_000;
const DESKTOP = { width: 1366, height: 850 };
const PHONE = { width: 390, height: 844 };
const PASSWORD = "correct horse battery";
const FORMULA = '=HYPERLINK("http://evil.example";"look")';

let app: AppProcess;
let browser: Browser;
let adminKey = "";
let storageState: BrowserContextOptions["storageState"];
const dataDir = await Deno.makeTempDir({ prefix: "wallet " });

Deno.test.beforeAll(async () => {
  app = await startApp("demo", {
    env: {
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      API_PORT: "0",
      TOP_N_CRYPTOS: "2",
      COLLECTION_START_DATE: new Date(Date.now() - 20 * DAY_MS).toISOString().slice(0, 10),
      RATE_LIMIT_PER_MINUTE: "100000",
    },
  });
  for (let tries = 0; adminKey === "" && tries < 300; tries++) {
    adminKey = /pck_\w+/.exec(app.output())?.[0] ?? "";
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  browser = await launchBrowser();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await Deno.remove(dataDir, { recursive: true });
});

/** Processes and the browser outlive single tests. */
const SHARED = { sanitizeOps: false, sanitizeResources: false };

async function visit(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, {
    baseURL: app.url,
    viewport: DESKTOP,
    colorScheme: "light",
    reducedMotion: "reduce",
    ...options,
  });
  watched.page.setDefaultTimeout(12_000);
  await watched.page.goto(path);
  return watched;
}

async function leave({ problems, close }: WatchedPage): Promise<void> {
  await close();
  assertEquals(problems, []);
}

async function settle(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForTimeout(300);
}

async function post(path: string, body: object, headers: Record<string, string>) {
  const answer = await fetch(app.url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  assertEquals(answer.ok, true, text);
  return JSON.parse(text);
}

async function fillTransfer(page: Page, to: string, amount: string, note = ""): Promise<void> {
  await page.getByLabel("To", { exact: true }).fill(to);
  await page.getByLabel("Amount", { exact: true }).fill(amount);
  await page.getByLabel("Note (optional)").fill(note);
}

/** Sends what is filled in; where the risk is not low, the reasons have to be agreed to first. */
async function send(page: Page): Promise<void> {
  await page.locator(".preview .risk").waitFor();
  const assent = page.getByLabel("I have read the reasons");
  if (await assent.isVisible()) await assent.check();
  await page.getByRole("button", { name: /^Send \d/ }).click();
  await page.getByRole("link", { name: "Receipt" }).waitFor();
}

Deno.test("coins arrive, are sent with fee and risk in sight, and leave a receipt", {
  ...SHARED,
}, async () => {
  const watched = await visit("/sign-up?next=/wallet");
  const { page } = watched;
  await page.getByLabel("Email").fill("anna@example.com");
  await page.getByLabel("User id (optional)").fill("anna");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.getByText("No coins yet", { exact: true }).waitFor();
  const otto = { email: "otto@example.com", password: PASSWORD, user_id: "otto" };
  await post("/api/v1/auth/register", otto, {});
  await post("/api/v1/coins/mint/anna", { amount: "1000.5" }, { "x-api-key": adminKey });
  await page.reload();
  await page.getByText("1,000.5", { exact: true }).waitFor();
  await fillTransfer(page, "otto", "100.00000001", FORMULA);
  const preview = page.locator(".preview");
  await preview.getByText("100.00000001").waitFor();
  assertMatch(await preview.innerText(), /Fee\s+0\.5\sTBC\s+Total\s+100\.50000001\sTBC/);
  assertMatch(await preview.innerText(), /What remains\s+899\.99999999\sTBC/);
  assertMatch(await preview.innerText(), /(Low|Medium|High) risk/);
  await send(page);
  await page.getByText("899.99999999", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Receipt" }).click();
  await page.getByText("They sum to 0.").waitFor();
  await page.getByRole("row").filter({ hasText: "anna, available" }).waitFor();
  storageState = await page.context().storageState();
  await leave(watched);
});

Deno.test("what cannot be sent says so before anything is sent", SHARED, async () => {
  const watched = await visit("/wallet", { storageState });
  const { page } = watched;
  await fillTransfer(page, "otto", "5000");
  await page.locator(".preview .problem-list").waitFor();
  assertEquals(await page.getByRole("button", { name: /^Send/ }).isDisabled(), true);
  await fillTransfer(page, "anna", "1");
  await page.getByLabel("Note (optional)").focus();
  await page.getByText("This is your own user id.").waitFor();
  await fillTransfer(page, "otto", "1,5");
  await page.getByLabel("Note (optional)").focus();
  await page.getByText("without commas").waitFor();
  await leave(watched);
});

Deno.test("a lost answer costs nothing: the next try is the same wish", SHARED, async () => {
  const watched = await visit("/wallet", { storageState });
  const { page } = watched;
  const keys: (string | undefined)[] = [];
  await page.route(/transactions\.quickSend/, async (route) => {
    keys.push(route.request().headers()["idempotency-key"]);
    if (keys.length > 1) return await route.continue();
    await route.fetch();
    await route.abort();
  });
  await fillTransfer(page, "otto", "1");
  await page.locator(".preview .risk").waitFor();
  const assent = page.getByLabel("I have read the reasons");
  if (await assent.isVisible()) await assent.check();
  await page.getByRole("button", { name: /^Send \d/ }).click();
  await page.getByText("The server did not answer").waitFor();
  await page.getByRole("button", { name: /^Send \d/ }).click();
  await page.getByRole("link", { name: "Receipt" }).waitFor();
  assertEquals(keys.length, 2);
  assertEquals(keys[0], keys[1]);
  await page.getByText("898.99499999", { exact: true }).waitFor();
  // The lost answer is the test's own doing.
  const others = watched.problems.filter((problem) => !problem.includes("ERR_FAILED"));
  watched.problems.splice(0, Infinity, ...others);
  await leave(watched);
});

Deno.test(
  "the history is filtered in the address, and its CSV runs no formula",
  SHARED,
  async () => {
    const watched = await visit("/wallet", { storageState });
    const { page } = watched;
    await page.getByRole("row").filter({ hasText: FORMULA }).waitFor();
    assertEquals(await page.locator("tbody tr").count(), 3);
    await page.getByRole("combobox", { name: "What" }).selectOption("send");
    await page.waitForURL(/type=send/);
    await page.getByRole("row").filter({ hasText: "Minted" }).waitFor({ state: "detached" });
    await page.reload();
    await page.getByRole("row").filter({ hasText: FORMULA }).waitFor();
    assertEquals(await page.locator("tbody tr").count(), 2);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV" }).click();
    const csv = await Deno.readTextFile(await (await download).path());
    assertEquals(csv.trimEnd().split("\r\n").length, 3);
    assertStringIncludes(csv, `,"'=HYPERLINK(""http://evil.example"";""look"")",`);
    assertStringIncludes(csv, ",out,otto,100.00000001,0.5,");
    for (const cell of csv.split(/[,\r\n]/)) assertMatch(cell, /^(?![=+@\t-])/);
    await leave(watched);
  },
);

Deno.test("coins are staked and unstaked, and what waits is executed", SHARED, async () => {
  const watched = await visit("/wallet", { storageState });
  const { page } = watched;
  await page.getByRole("tab", { name: "Stake" }).click();
  await page.getByLabel("Amount", { exact: true }).fill("99.99999999");
  await page.getByRole("button", { name: /^Stake 99\.99999999/ }).click();
  await page.getByText("798.995", { exact: true }).waitFor();
  const token = await post(
    "/api/v1/auth/login",
    { email: "anna@example.com", password: PASSWORD },
    {},
  );
  const bearer = { authorization: `Bearer ${token.access_token}` };
  await post("/api/v1/transactions", { from_user: "anna", to_user: "otto", amount: "10" }, bearer);
  await page.reload();
  await page.getByRole("button", { name: "Execute" }).click();
  await page.getByRole("heading", { name: "Waiting", exact: true }).waitFor({
    state: "detached",
  });
  await page.getByText("788.945", { exact: true }).waitFor();
  await leave(watched);
});

Deno.test("an administrator sees where all coins are, mints, and reverses", SHARED, async () => {
  const watched = await visit("/sign-in?next=/coins");
  const { page } = watched;
  await page.getByRole("button", { name: "API key" }).click();
  await page.getByLabel("API key", { exact: true }).fill(adminKey);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("Every coin is accounted for").waitFor();
  await page.getByRole("tab", { name: "Mint and burn" }).click();
  await page.getByLabel("For", { exact: true }).fill("otto");
  await page.getByLabel("Amount", { exact: true }).fill("7");
  await page.getByRole("button", { name: /^Mint 7/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Mint" }).click();
  await page.getByRole("tab", { name: "Balances" }).click();
  await page.getByRole("row").filter({ hasText: "otto" }).filter({ hasText: "118.00000001" })
    .waitFor();
  const [newest] = await (await fetch(`${app.url}/api/v1/transactions/user/otto?limit=1`, {
    headers: { "x-api-key": adminKey },
  })).json();
  await page.goto(`/transactions/${newest.transaction_id}`);
  await page.getByRole("button", { name: "Reverse…" }).click();
  await page.getByLabel("Why, for the record").fill("minted by mistake");
  await page.getByRole("dialog").getByRole("button", { name: "Reverse" }).click();
  await page.getByText("Taken back by").waitFor();
  await checkPages(page, [
    "/coins",
    "/coins?view=mint",
    "/coins?view=balances",
    "/coins?view=pending",
  ]);
  await leave(watched);
});

async function checkPages(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(path);
    await settle(page);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      // The colours follow the media query, and axe must not look between the two.
      await page.waitForTimeout(250);
      assertEquals(await findAccessibilityProblems(page), [], `${path} in ${colorScheme}`);
    }
    await page.setViewportSize(PHONE);
    await page.goto(path);
    await settle(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assertEquals(width <= PHONE.width, true, `${path} is ${width} pixels wide`);
    await page.setViewportSize(DESKTOP);
  }
}

Deno.test("wallet and receipt are accessible and fit a phone; the receipt is verified", {
  ...SHARED,
}, async () => {
  const watched = await visit("/wallet", { storageState });
  const { page } = watched;
  const address = await page.locator("tbody a").last().getAttribute("href") ?? "";
  await checkPages(page, ["/wallet", address]);
  // The chain is written each minute, behind the transactions.
  const verify = page.getByRole("button", { name: "Verify" });
  await verify.waitFor({ timeout: 120_000 });
  await verify.click();
  await page.getByText(/It holds: \d+ links? recomputed/).waitFor();
  await leave(watched);
});
