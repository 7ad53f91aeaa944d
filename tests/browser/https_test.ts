import { assertEquals, assertMatch } from "@std/assert";
import { buildWebIfStale, WEB_FOLDER } from "../../server/web_build.ts";
import { launchBrowser, openPage } from "../helpers/browser.ts";
import { testDatabase } from "../helpers/database.ts";
import { startTestApp } from "../server/app_for_tests.ts";

const HOST = "crypto-ai.local";
const ADA = { email: "ada@example.com", userId: "ada", password: "correct horse battery" };

Deno.test({
  name: "someone who comes by plain HTTP is moved to TLS, signs up there and stays signed in",
  // The browser outlives what it is told.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await buildWebIfStale(() => {});
    await using db = await testDatabase();
    await using server = await startTestApp(db, {
      env: { WEB_UI_PROTOCOL: "https", WEB_UI_HOST: HOST },
      webFolder: WEB_FOLDER,
    });
    // As the line in /etc/hosts would do. Nobody has told the browser to trust the certificate.
    const browser = await launchBrowser([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`]);
    try {
      const { page, problems, close } = await openPage(browser, {
        baseURL: server.secureUrl,
        ignoreHTTPSErrors: true,
      });
      await page.goto(`http://localhost:${new URL(server.url).port}/sign-up?next=/account`);
      assertEquals(page.url(), `${server.secureUrl}/sign-up?next=/account`);
      await page.getByLabel("Email").fill(ADA.email);
      await page.getByLabel("User id (optional)").fill(ADA.userId);
      await page.getByLabel("Password", { exact: true }).fill(ADA.password);
      await page.getByRole("button", { name: "Sign up" }).click();
      await page.waitForURL(({ pathname }) => pathname === "/account");
      await page.reload();
      await page.getByRole("button", { name: `Account of ${ADA.userId}` }).waitFor();
      const [cookie, ...others] = await page.context().cookies();
      assertEquals(others, []);
      assertMatch(cookie!.name, /^__Host-session$/);
      assertEquals([cookie!.secure, cookie!.httpOnly, cookie!.domain], [true, true, HOST]);
      await close();
      // The first request goes to the plain port, which is another origin, by intent.
      assertEquals(problems.filter((one) => !one.startsWith("outside host: http://localhost")), []);
    } finally {
      await browser.close();
    }
  },
});
