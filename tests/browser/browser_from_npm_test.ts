import { assertEquals, assertGreater } from "@std/assert";
import { launchBrowser, openPage } from "../helpers/browser.ts";

const PAGE = `<!doctype html><html lang="en"><title>Hello</title><h1>Hello, market</h1></html>`;

Deno.test("a browser starts, lays out text with a font and reports what goes wrong", async () => {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const found = new URL(request.url).pathname === "/";
    const headers = {
      "content-type": "text/html",
      "content-security-policy": "default-src 'self'; script-src 'self'; style-src 'self'",
    };
    return new Response(found ? PAGE : "", { status: found ? 200 : 404, headers });
  });
  const baseURL = `http://127.0.0.1:${server.addr.port}`;
  const browser = await launchBrowser();
  try {
    const { page, problems, close } = await openPage(browser, { baseURL });
    await page.goto("/");
    assertEquals(await page.title(), "Hello");
    const size = await page.locator("h1").boundingBox();
    assertGreater(size?.height ?? 0, 20);
    await page.locator("h1").evaluate((heading) => heading.setAttribute("style", "color: red"));
    await page.evaluate(() => fetch("/missing"));
    assertEquals(problems.some((problem) => problem.includes("content security policy")), true);
    assertEquals(problems.some((problem) => problem.startsWith("404 ")), true);
    await close();
  } finally {
    await browser.close();
    await server.shutdown();
  }
});
