/** What `--faults` and the admin path accept; shown by `--help`. */
export const FAULTS_HELP = `comma-separated faults; P is a probability from 0 to 1, 1 where left out
  5xx[:P]                 an HTTP 500, 502 or 503 with Binance's body
  html503[:P]             CloudFront's 503 page
  garbage[:P]             HTTP 200 with a body that is not JSON
  reset[:P]               the connection is reset before an answer
  truncate[:P]            the connection breaks in the middle of the body
  slow[:P]@DURATION       an answer after a delay, e.g. slow:0.1@2000ms
  hang[:P]                no answer at all
  429:after=N@DURATION    after N answers once "slow down" for that long; also 429:P@DURATION
  418:after=N@DURATION    the same as a ban
  451, 403                this address is barred, from the first request
  badrow[:P]              a page with one damaged row
  shuffle[:P]             a page whose rows are out of order
  duplicate[:P]           a page with a row twice
  drop[:P]                a page with rows missing, which the next request gets
  outage:SYMBOL:FROM/TO   hours FROM <= open time < TO never traded; SYMBOL * is all of them,
                          times like 2024-01-01T05 (UTC)
Example: 5xx:0.05,reset:0.02,slow:0.1@2000ms,outage:BTCUSDT:2024-01-01T00/2024-01-01T05`;

export type ChanceFaultName =
  | "5xx"
  | "html503"
  | "garbage"
  | "reset"
  | "truncate"
  | "slow"
  | "hang"
  | "badrow"
  | "shuffle"
  | "duplicate"
  | "drop";

export interface ChanceFault {
  readonly name: ChanceFaultName;
  readonly probability: number;
  readonly durationMs: number;
}

export interface BlockFault {
  readonly name: "429" | "418";
  /** Requests answered before it starts, counted from when the faults were set; or by chance. */
  readonly after: number | null;
  readonly probability: number;
  readonly durationMs: number;
}

export interface OutageFault {
  /** `*` for every symbol. */
  readonly symbol: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface FaultPlan {
  readonly chances: readonly ChanceFault[];
  readonly blocks: readonly BlockFault[];
  readonly barred: 403 | 451 | null;
  readonly outages: readonly OutageFault[];
}

/** A spec that makes no sense; the message quotes the part at fault. */
export class FaultSpecError extends Error {
  override readonly name = "FaultSpecError";
}

const CHANCE_NAMES: readonly string[] = [
  "5xx",
  "html503",
  "garbage",
  "reset",
  "truncate",
  "slow",
  "hang",
  "badrow",
  "shuffle",
  "duplicate",
  "drop",
];
const DEFAULT_BLOCK_MS = 5_000;

/**
 * Reads a fault spec, see {@link FAULTS_HELP}. An empty text is a plan without faults.
 *
 * @throws {FaultSpecError}
 */
export function parseFaults(spec: string): FaultPlan {
  const chances: ChanceFault[] = [];
  const blocks: BlockFault[] = [];
  const outages: OutageFault[] = [];
  let barred: 403 | 451 | null = null;
  for (const item of spec.split(",").map((part) => part.trim()).filter((part) => part !== "")) {
    const [, name = "", rest = ""] = /^([^:@]*):?(.*)$/.exec(item) ?? [];
    if (name === "outage") outages.push(parseOutage(item, rest));
    else if (name === "429" || name === "418") blocks.push(parseBlock(item, name, rest));
    else if (item === "403" || item === "451") barred = item === "403" ? 403 : 451;
    else if (CHANCE_NAMES.includes(name)) {
      chances.push(parseChance(item, name as ChanceFaultName, rest));
    } else throw new FaultSpecError(`unknown fault "${item}"; known are: ${knownNames()}`);
  }
  return { chances, blocks, barred, outages };
}

function knownNames(): string {
  return [...CHANCE_NAMES, "429", "418", "451", "403", "outage"].join(", ");
}

function parseChance(item: string, name: ChanceFaultName, rest: string): ChanceFault {
  const { head, durationMs } = splitDuration(item, rest);
  if (name === "slow" && durationMs === null) {
    throw new FaultSpecError(`fault "${item}" needs a duration, like slow:0.1@2000ms`);
  }
  return { name, probability: parseProbability(item, head), durationMs: durationMs ?? 0 };
}

function parseBlock(item: string, name: "429" | "418", rest: string): BlockFault {
  const { head, durationMs } = splitDuration(item, rest);
  const after = /^after=(\d+)$/.exec(head);
  if (head.startsWith("after") && !after) {
    throw new FaultSpecError(
      `fault "${item}" needs a count of requests, like ${name}:after=100@5s`,
    );
  }
  return {
    name,
    after: after ? Number(after[1]) : null,
    probability: after ? 0 : parseProbability(item, head),
    durationMs: durationMs ?? DEFAULT_BLOCK_MS,
  };
}

function parseOutage(item: string, rest: string): OutageFault {
  const match = /^([^:]+):([^/]+)\/(.+)$/.exec(rest);
  const fromMs = parseHour(match?.[2]);
  const toMs = parseHour(match?.[3]);
  if (!match || Number.isNaN(fromMs) || Number.isNaN(toMs)) {
    throw new FaultSpecError(
      `fault "${item}" needs a symbol and two times, like ` +
        `outage:BTCUSDT:2024-01-01T00/2024-01-01T05`,
    );
  }
  if (toMs <= fromMs) throw new FaultSpecError(`fault "${item}" ends before it starts`);
  return { symbol: match[1]!, fromMs, toMs };
}

/** `2024-01-01T05`, `2024-01-01` or a full ISO time, always UTC. */
function parseHour(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return Date.parse(`${text}T00:00:00Z`);
  if (/^\d{4}-\d\d-\d\dT\d\d$/.test(text)) return Date.parse(`${text}:00:00Z`);
  return Date.parse(text.endsWith("Z") ? text : `${text}Z`);
}

function splitDuration(item: string, rest: string): { head: string; durationMs: number | null } {
  const at = rest.indexOf("@");
  if (at < 0) return { head: rest, durationMs: null };
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(rest.slice(at + 1));
  if (!match) {
    throw new FaultSpecError(`fault "${item}" has no readable duration; write 2000ms, 5s or 2m`);
  }
  const unitMs = { ms: 1, s: 1000, m: 60_000 }[match[2] as "ms" | "s" | "m"];
  return { head: rest.slice(0, at), durationMs: Number(match[1]) * unitMs };
}

function parseProbability(item: string, text: string): number {
  if (text === "") return 1;
  const value = Number(text);
  if (!(value >= 0 && value <= 1)) {
    throw new FaultSpecError(`fault "${item}" needs a probability from 0 to 1, not "${text}"`);
  }
  return value;
}
