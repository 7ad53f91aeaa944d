import { assertEquals, assertStringIncludes } from "@std/assert";
import { launchBrowser, openPage } from "../helpers/browser.ts";
import { testDatabase } from "../helpers/database.ts";
import { startTestApp } from "./app_for_tests.ts";

Deno.test("a browser shows the API under our content security policy, without another host", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const browser = await launchBrowser();
  try {
    const { page, problems, close } = await openPage(browser, { baseURL: server.url });
    await page.goto("/docs");
    await page.getByText("/api/predictions/top20").waitFor();
    assertStringIncludes(await page.locator("body").innerText(), "/api/market/candles/{symbol}");
    assertEquals(problems, []);
    await close();
  } finally {
    await browser.close();
  }
});
