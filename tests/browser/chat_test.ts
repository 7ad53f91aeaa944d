import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { buildWebIfStale, WEB_FOLDER } from "../../server/web_build.ts";
import { findAccessibilityProblems, launchBrowser, openPage } from "../helpers/browser.ts";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY, startTestApp } from "../server/app_for_tests.ts";
import { type FakeOpenAI, startFakeOpenAI } from "../server/chat/fake_openai.ts";
import {
  NOW_MS,
  storeForecasts,
  storeMarket,
  storeTendencies,
} from "../server/market_for_tests.ts";

const PHONE = { width: 390, height: 844 };
const SHARED = { sanitizeOps: false, sanitizeResources: false };

let browser: Browser;
let fake: FakeOpenAI;
let stop: () => Promise<void>;
let baseURL = "";

Deno.test.beforeAll(async () => {
  await buildWebIfStale(() => {});
  const db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await storeTendencies(db);
  fake = startFakeOpenAI();
  const app = await startTestApp(db, {
    now: () => NOW_MS,
    webFolder: WEB_FOLDER,
    env: { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: fake.url },
  });
  baseURL = app.url;
  browser = await launchBrowser();
  stop = async () => {
    await browser.close();
    await app[Symbol.asyncDispose]();
    await fake[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  };
});

Deno.test.afterAll(() => stop());

async function openChat(path: string, options: BrowserContextOptions = {}) {
  const watched = await openPage(browser, { baseURL, reducedMotion: "reduce", ...options });
  const { page } = watched;
  page.setDefaultTimeout(10_000);
  await page.goto(path);
  await page.locator("main h1").first().waitFor();
  return {
    ...watched,
    async ask(question: string) {
      await page.getByLabel("Your question").fill(question);
      await page.keyboard.press("Enter");
    },
    answer: page.locator(".exchange .answer").last(),
    async leave() {
      await watched.close();
      assertEquals(watched.problems, []);
    },
  };
}

Deno.test({
  name: "the panel opens by the keyboard; numbers link to facts, lies are struck, tags stay text",
  ...SHARED,
  async fn() {
    const chat = await openChat("/");
    await chat.page.keyboard.press("Control+j");
    fake.behave({
      kind: "answer",
      text:
        "**BTC** may reach $987,654. <img src=x onerror=alert(1)> [click](http://evil.example) ok.",
    });
    await chat.ask("Will BTC rise tomorrow?");
    await chat.answer.getByText("Not advice.").waitFor();
    assertEquals(await chat.answer.locator("del").count(), 1);
    assertEquals(await chat.answer.locator("img").count(), 0);
    assertEquals(await chat.answer.locator('a[href*="evil"]').count(), 0);
    assertStringIncludes(await chat.answer.innerText(), "img src=x");
    assertStringIncludes(await chat.answer.innerText(), "$987,654");

    fake.behave({ kind: "status", status: 400 });
    await chat.ask("What is the price of BTC?");
    await chat.answer.getByText("Built-in analyst.").waitFor();
    const link = chat.answer.locator("a.fact").first();
    assertEquals(await link.getAttribute("href"), "/coin/BTC");
    await chat.page.keyboard.press("Escape");
    assertEquals(await chat.page.locator(".chat-panel").count(), 0);
    await chat.leave();
  },
});

Deno.test({
  name: "the end of an answer is in sight, with the suggestions below it, on a phone too",
  ...SHARED,
  async fn() {
    const chat = await openChat("/chat", { viewport: PHONE });
    fake.behave({ kind: "status", status: 400 });
    for (const question of ["Which coins fell most today?", "Compare BTC, ETH and SOL"]) {
      await chat.ask(question);
      await chat.answer.getByText("Not advice.").waitFor();
      await chat.page.waitForFunction(() => {
        const log = document.querySelector(".messages")!.getBoundingClientRect();
        const end = [...document.querySelectorAll(".message-actions")].at(-1)!;
        return end.getBoundingClientRect().bottom <= log.bottom + 1;
      });
    }
    await chat.leave();
  },
});

Deno.test({
  name: "an answer can be stopped and asked again; the conversation survives a reload",
  ...SHARED,
  async fn() {
    const chat = await openChat("/chat");
    fake.behave({ kind: "stall", text: "Bitcoin is a coin that many hold and few sell. " });
    await chat.ask("What is bitcoin?");
    // The host is not done: what it has written can be read, and there is something to stop.
    await chat.answer.getByText("Bitcoin is a coin that many").waitFor();
    await chat.page.getByRole("button", { name: "Stop" }).click();
    await chat.answer.getByText("You stopped this answer.").waitFor();
    assertStringIncludes(await chat.answer.innerText(), "Bitcoin is a coin that many");
    fake.behave({ kind: "answer", text: "Bitcoin is a ledger." });
    await chat.page.getByRole("button", { name: "Ask again" }).click();
    await chat.answer.getByText("Bitcoin is a ledger.").waitFor();
    assertEquals(await chat.page.locator(".exchange").count(), 1);
    await chat.page.reload();
    await chat.answer.getByText("Bitcoin is a ledger.").waitFor();
    await chat.leave();
  },
});

Deno.test({
  name: "personal data is warned of before it is sent, and refused without being repeated",
  ...SHARED,
  async fn() {
    const chat = await openChat("/chat");
    const asked = fake.requests.length;
    await chat.page.getByLabel("Your question").fill("my mail is jo@example.org, is BTC up?");
    await chat.page.getByText("It would be refused").waitFor();
    await chat.page.keyboard.press("Enter");
    await chat.answer.getByText("an e-mail address").waitFor();
    assert(!(await chat.answer.innerText()).includes("jo@example.org"));
    await chat.ask("What is the weather?");
    await chat.answer.getByText("I only know about cryptocurrencies").waitFor();
    assertEquals(fake.requests.length, asked);
    await chat.leave();
  },
});

for (const colorScheme of ["light", "dark"] as const) {
  Deno.test({
    name: `the chat has no accessibility problem in the ${colorScheme} theme, on a phone too`,
    ...SHARED,
    async fn() {
      fake.behave({ kind: "answer", text: "**BTC** is a coin. It may reach $987,654." });
      for (const viewport of [{ width: 1366, height: 850 }, PHONE]) {
        const chat = await openChat("/", { colorScheme, viewport });
        await chat.page.getByRole("button", { name: "the analyst" }).click();
        await chat.ask("Will BTC rise tomorrow?");
        await chat.answer.getByText("Not advice.").waitFor();
        assertEquals(await findAccessibilityProblems(chat.page), []);
        const width = await chat.page.evaluate(() => document.documentElement.scrollWidth);
        assert(width <= viewport.width, `${width} px wide`);
        await chat.leave();
      }
    },
  });
}

Deno.test({
  name:
    "an administrator sees cost, refusals and questions, sets the budget, and finds them in the audit log",
  ...SHARED,
  async fn() {
    for (const colorScheme of ["light", "dark"] as const) {
      const viewport = colorScheme === "light" ? { width: 1366, height: 850 } : PHONE;
      const chat = await openChat("/sign-in?next=/chat-usage", { colorScheme, viewport });
      const { page } = chat;
      await page.getByRole("button", { name: "API key" }).click();
      await page.getByLabel("API key", { exact: true }).fill(ADMIN_KEY);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "By day" }).waitFor();
      assertStringIncludes(
        await page.locator("main").innerText(),
        "refused; the language model cost $",
      );
      assertEquals(await findAccessibilityProblems(page), []);
      await page.getByLabel("USD a day for one person").fill("0.75");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved.").waitFor();
      await page.goto("/audit?kind=chat");
      const rows = page.locator("tbody tr");
      await rows.filter({ hasText: '"Will BTC rise tomorrow?"' }).first().waitFor();
      await rows.filter({ hasText: "refused: email" }).first().waitFor();
      assert(!(await page.locator("main").innerText()).includes("jo@example.org"));
      assertEquals(await findAccessibilityProblems(page), []);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(width <= viewport.width, `${width} px wide`);
      await chat.leave();
    }
  },
});
