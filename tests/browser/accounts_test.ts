import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
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

let app: AppProcess;
let browser: Browser;
let adminKey = "";
const dataDir = await Deno.makeTempDir({ prefix: "accounts " });

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
  watched.page.setDefaultTimeout(15_000);
  await watched.page.goto(path);
  return watched;
}

async function leave({ problems, close }: WatchedPage): Promise<void> {
  await close();
  assertEquals(problems, []);
}

async function settle(page: Page): Promise<void> {
  await page.locator("main h1, main .empty").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
  await page.waitForTimeout(300);
}

/** Signs up by the form, and waits until the menu knows the name. */
async function signUp(page: Page, userId: string): Promise<void> {
  await page.goto("/sign-up?next=/wallet");
  await page.getByLabel("Email").fill(`${userId}@example.com`);
  await page.getByLabel("User id (optional)").fill(userId);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign up" }).click();
  await page.waitForURL(/\/wallet$/);
  await page.getByRole("button", { name: `Account of ${userId}` }).waitFor();
}

async function signInAsAdmin(page: Page, next: string): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByRole("button", { name: "API key" }).click();
  await page.getByLabel("API key", { exact: true }).fill(adminKey);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname + url.search === next);
}

Deno.test("someone signs up, is known after a reload, and signs out", SHARED, async () => {
  const watched = await visit("/account");
  const { page } = watched;
  await page.getByText("Sign in to see your account").waitFor();
  await signUp(page, "ursula");
  await page.goto("/account");
  await page.getByRole("definition").filter({ hasText: "ursula@example.com" }).waitFor();
  await page.getByText(", this browser").waitFor();
  const kept = await page.evaluate(() => document.cookie + JSON.stringify({ ...sessionStorage }));
  assertEquals(kept, "{}");
  await page.getByRole("button", { name: "Account of ursula" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("banner").getByRole("link", { name: "Sign in" }).waitFor();
  await page.goto("/keys");
  await page.getByText("Sign in to see your API keys").waitFor();
  await leave(watched);
});

Deno.test("a wrong password says so, a right one leads back to where one was", SHARED, async () => {
  const watched = await visit("/sign-in?next=%2Fkeys");
  const { page } = watched;
  await page.getByLabel("Email").fill("ursula@example.com");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL(/\/keys$/);
  // The refusal of the wrong password is allowed to be 401.
  const others = watched.problems.filter((problem) => !problem.includes("401"));
  watched.problems.splice(0, Infinity, ...others);
  await leave(watched);
});

Deno.test("a key is made, shown once, works, is rotated and revoked", SHARED, async () => {
  const watched = await visit("/");
  const { page } = watched;
  await signUp(page, "kim");
  await page.goto("/keys");
  await page.getByLabel("Name", { exact: true }).fill("night script");
  await page.getByRole("button", { name: "Create key" }).click();
  const key = await page.locator(".secret code").first().innerText();
  assertEquals(await whoHas(key), "kim");
  await page.getByRole("button", { name: "I have kept it" }).click();
  assertEquals((await page.locator("body").innerText()).includes(key), false);
  await page.getByRole("button", { name: "Rotate night script" }).click();
  await page.getByRole("button", { name: "Rotate", exact: true }).click();
  const next = await page.locator(".secret code").first().innerText();
  assertNotEquals(next, key);
  assertEquals([await whoHas(key), await whoHas(next)], ["kim", "kim"]);
  await page.getByText(/replaced, works for another/).waitFor();
  await page.getByRole("button", { name: "Revoke night script" }).first().click();
  await page.getByRole("button", { name: "Revoke", exact: true }).click();
  await page.getByText(/revoked on/).waitFor();
  assertEquals(
    (await Promise.all([whoHas(key), whoHas(next)])).filter((id) => id === null).length,
    1,
  );
  await leave(watched);
});

/** The user id that a key stands for; null where it is refused. */
async function whoHas(key: string): Promise<string | null> {
  // Who is asking may be remembered for two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const answer = await fetch(`${app.url}/api/v1/auth/me`, { headers: { "x-api-key": key } });
  const body = await answer.json();
  return answer.ok ? body.user_id : null;
}

Deno.test(
  "an administrator makes an account, disables it, and the log has it",
  SHARED,
  async () => {
    const watched = await visit("/");
    const { page } = watched;
    await signInAsAdmin(page, "/people");
    await page.getByLabel("Email", { exact: true }).fill("paula@example.com");
    await page.getByLabel("User id (optional)").fill("paula");
    await page.getByRole("button", { name: "Create account" }).click();
    assertMatch(await page.locator(".secret code").innerText(), /\S{10,}/);
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.getByRole("searchbox").fill("paula");
    await page.waitForURL(/q=paula/);
    await page.getByRole("button", { name: "Disable: paula" }).click();
    await page.getByRole("button", { name: "Disable", exact: true }).click();
    await page.getByRole("button", { name: "Enable: paula" }).waitFor();
    await page.goto("/audit");
    await page.getByRole("row").filter({ hasText: "paula" }).first().waitFor();
    await leave(watched);
  },
);

Deno.test("an account is erased only after its user id was typed", SHARED, async () => {
  const watched = await visit("/");
  const { page } = watched;
  await signUp(page, "egon");
  await page.goto("/account");
  await page.getByRole("button", { name: "Erase the account…" }).click();
  const erase = page.getByRole("button", { name: "Erase for good" });
  assertEquals(await erase.isDisabled(), true);
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Type egon to confirm").fill("egon");
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await erase.click();
  await page.waitForURL((url) => url.pathname === "/");
  await page.getByRole("banner").getByRole("link", { name: "Sign in" }).waitFor();
  await leave(watched);
});

const ADMIN_PAGES = ["/people", "/keys", "/audit", "/account"];

Deno.test("the pages of administration are accessible and fit a phone", SHARED, async () => {
  const signedIn = await visit("/");
  await signInAsAdmin(signedIn.page, "/people");
  const storageState = await signedIn.page.context().storageState();
  await leave(signedIn);
  for (const colorScheme of ["light", "dark"] as const) {
    const watched = await visit("/", { storageState, colorScheme });
    for (const path of [...ADMIN_PAGES, "/sign-in", "/sign-up"]) {
      await watched.page.goto(path);
      await settle(watched.page);
      assertEquals(await findAccessibilityProblems(watched.page), [], `${path} in ${colorScheme}`);
    }
    await leave(watched);
  }
  const phone = await visit("/", { storageState, viewport: PHONE, hasTouch: true, isMobile: true });
  for (const path of [...ADMIN_PAGES, "/sign-in", "/sign-up"]) {
    await phone.page.goto(path);
    await settle(phone.page);
    const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
    assertEquals(width <= PHONE.width, true, `${path} is ${width} pixels wide`);
  }
  await leave(phone);
});
