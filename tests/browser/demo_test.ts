import { assertEquals } from "@std/assert";
import { startApp } from "../helpers/app_process.ts";
import { launchBrowser, openPage } from "../helpers/browser.ts";

const DAY_MS = 86_400_000;

Deno.test("the demo works by itself, and every page of it says that the data is simulated", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "demo " });
  const app = await startApp("demo", {
    env: {
      DATA_DIR: dataDir,
      API_PORT: "0",
      TOP_N_CRYPTOS: "3",
      COLLECTION_START_DATE: new Date(Date.now() - 30 * DAY_MS).toISOString().slice(0, 10),
    },
  });
  const browser = await launchBrowser();
  try {
    const { page, problems, close } = await openPage(browser, { baseURL: app.url });
    await page.goto("/");
    await page.locator("table tbody tr").nth(2).waitFor({ timeout: 60_000 });
    for (
      const path of [
        "/",
        "/coin/BTC",
        "/predictions",
        "/record",
        "/models",
        "/evaluation",
        "/setup",
      ]
    ) {
      await page.goto(path);
      await page.getByText("SIMULATED DATA").waitFor();
    }
    await close();
    assertEquals(problems, []);
  } finally {
    await browser.close();
    await app.stop();
    await Deno.remove(dataDir, { recursive: true });
  }
});
