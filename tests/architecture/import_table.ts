import type { Import } from "./source_tree.ts";

/**
 * The table of ARCHITECTURE.md: who may import whom.
 *
 * @returns why an import breaks it, or `null` where it does not.
 */
export function judgeImport(one: Import): string | null {
  if (one.isPackage || one.from.startsWith("tests/") || sameLayer(one)) return null;
  const allowed = allowedTargets(one);
  if (allowed.some((pattern) => pattern.test(one.to))) return null;
  return `${one.from} imports ${one.to}${one.isTypeOnly ? " (type)" : ""}`;
}

/** Every import inside a layer is fine, but `server` has modules with walls between them. */
function sameLayer({ from, to }: Import): boolean {
  return layerOf(from) === layerOf(to) && layerOf(from) !== "server";
}

function layerOf(path: string): string {
  return path.split("/")[0] as string;
}

function allowedTargets(one: Import): RegExp[] {
  const { from } = one;
  if (from.startsWith("jobs/cli/")) return [/^(?:db|ml)\//, ENTRY_POINT_CONFIG];
  switch (layerOf(from)) {
    case "jobs":
      return [/^(?:db|ml)\//];
    case "server":
      return from === "server/main.ts" ? [/./] : serverTargets(one);
    case "web":
      return webTargets(one);
    case "vite.config.ts":
      return [/^web\//];
    default:
      return [];
  }
}

/**
 * The tasks of jobs/cli are entry points like server/main.ts: they read the same configuration, and make
 * accounts, keys and certificates by the same verbs.
 */
const ENTRY_POINT_CONFIG =
  /^server\/(?:config|end_process|env_file|hangup|jobs_config|log|open_settings|plain_error|print_privately|read_settings|secret_values|shutdown|version|web_build|privacy\/erase_person|(?:auth|tls)\/(?!\w*router)[a-z_]+)\.ts$/;

/** Serving a model, the pure indicators that a chart shows, the risk of a transfer, the scoring rules. */
const ML_FOR_SERVER = /^ml\/(?:predict\.ts|series\.ts|(?:features|risk|scoring)\/[a-z_]+\.ts)$/;

/** A verb of a module: not its router, which only the composed router may see. */
const VERB = /^server\/[a-z_]+\/(?!router\.ts$)[a-z_]+\.ts$/;

function serverTargets({ from, to, isTypeOnly }: Import): RegExp[] {
  const ofRoot = /^server\/[a-z_]+\.ts$/;
  const targets = [/^db\//, ML_FOR_SERVER, ofRoot, VERB];
  const isRoot = ofRoot.test(from);
  const sameModule = from.split("/")[1] === to.split("/")[1];
  if (isRoot || sameModule) targets.push(/^server\//);
  // The port through which the server asks for a collection is stated where it is implemented.
  if (isTypeOnly) targets.push(/^jobs\/context\.ts$/);
  return targets;
}

function webTargets({ isTypeOnly }: Import): RegExp[] {
  return isTypeOnly ? [/^server\/app_router\.ts$/, /^server\/[a-z_]+\/schema\.ts$/] : [];
}
