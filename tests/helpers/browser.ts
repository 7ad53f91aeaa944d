import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { installChromiumFromNpm, type InstalledBrowser } from "./chromium_from_npm.ts";

const SYSTEM_CHROMIUM = "/usr/bin/chromium";

/** Only the pages under test use the network: no updates, no reports, no spell-checker downloads. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--disable-default-apps",
  "--no-first-run",
  "--no-pings",
  "--metrics-recording-only",
];

/**
 * Starts a headless Chromium: the system's own where it has one, else the one from npm.
 * `CHROMIUM_FROM_NPM=1` takes the one from npm in any case.
 *
 * @param flags besides those that every test needs
 */
export async function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return await chromium.launch({
    executablePath,
    headless: true,
    args: [...FLAGS, ...flags],
    env: { ...Deno.env.toObject(), ...env },
  });
}

async function findBrowser(): Promise<InstalledBrowser> {
  const fromNpm = Deno.env.get("CHROMIUM_FROM_NPM") === "1";
  const hasSystem = await Deno.stat(SYSTEM_CHROMIUM).then((file) => file.isFile, () => false);
  return hasSystem && !fromNpm
    ? { executablePath: SYSTEM_CHROMIUM, env: {} }
    : await installChromiumFromNpm();
}

/** A page and everything that went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /**
   * Errors in the console (broken content security policy among them), uncaught exceptions, answers
   * of 400 and above, and requests to any other host, in order.
   */
  readonly problems: string[];
  close(): Promise<void>;
}

/** Opens a page in a fresh context and writes down what goes wrong on it. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions & { readonly baseURL: string },
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === new URL(options.baseURL).origin;
    if (!isOwn && url.protocol.startsWith("http")) problems.push(`outside host: ${url.href}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, problems, close: () => context.close() };
}

/** What axe finds wrong at WCAG 2 A and AA, one line for each rule with the places. */
export async function findAccessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations.map(({ id, help, nodes }) =>
    `${id}: ${help}: ${nodes.slice(0, 4).map((node) => node.target.join(" ")).join(" | ")}`
  );
}
