/** `deno task apikey`: keys to the API, from the command line of the machine. */
import { parseArgs } from "node:util";
import { listApiKeys } from "../../db/mod.ts";
import { createKey, type MadeKey } from "../../server/auth/create_key.ts";
import { toKeyView } from "../../server/auth/key_view.ts";
import { revokeKey } from "../../server/auth/revoke_key.ts";
import { rotateKey } from "../../server/auth/rotate_key.ts";
import { type AccountTask, runAccountTask } from "./run_account_task.ts";
import { UsageError } from "./run_task.ts";

const HELP = `Keys to the API. Works beside a running server, which takes notice within seconds.

Usage: deno task apikey create --role user|admin [--name NAME] [--expires DAYS] [--user ID]
       deno task apikey list
       deno task apikey revoke ID
       deno task apikey rotate ID [--overlap HOURS]

  create     makes a key and prints it once; --user binds it to a person
  list       every key, by the characters it begins with
  revoke     ends a key at once
  rotate     prints a new key once; the old one works for 24 more hours, or as --overlap says
  --help     this text

Settings come from the environment; deno task start --help lists them.`;

const OPTIONS = {
  role: { type: "string" },
  name: { type: "string" },
  expires: { type: "string" },
  user: { type: "string" },
  overlap: { type: "string" },
} as const;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** @throws {UsageError} */
function parse(args: string[]): AccountTask {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [verb, id, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one argument too many.`);
  switch (verb) {
    case "create":
      if (id !== undefined) throw new UsageError(`"${id}" is one argument too many.`);
      return parseCreate(values);
    case "list":
      return listKeys;
    case "revoke":
      return parseRevoke(parseWhole("ID", id, 1, 2 ** 31 - 1));
    case "rotate":
      return parseRotate(parseWhole("ID", id, 1, 2 ** 31 - 1), values.overlap ?? "24");
    default:
      throw new UsageError(`"${args.join(" ")}" is not create, list, revoke or rotate.`);
  }
}

function parseCreate(given: Partial<Record<keyof typeof OPTIONS, string>>): AccountTask {
  const { role, name = null, user: userId = null } = given;
  if (role !== "user" && role !== "admin") {
    throw new UsageError(`--role "${role ?? ""}" is not user or admin.`);
  }
  const days = given.expires === undefined ? null : parseWhole("--expires", given.expires, 1, 3650);
  return async ({ db, secrets, by }) => {
    const expiresAtMs = days === null ? null : by.atMs + days * DAY_MS;
    const made = await db.transaction((tx) =>
      createKey(tx, secrets.hashKey, by, { role, name, userId, expiresAtMs })
    );
    return announce(made);
  };
}

function parseRevoke(id: number): AccountTask {
  return async ({ db, by }) => {
    await db.transaction((tx) => revokeKey(tx, by, id));
    return `Key ${id} is revoked.`;
  };
}

function parseRotate(id: number, overlap: string): AccountTask {
  const overlapMs = parseWhole("--overlap", overlap, 0, 720) * HOUR_MS;
  return async ({ db, secrets, by }) => {
    const made = await db.transaction((tx) =>
      rotateKey(tx, secrets.hashKey, by, { id, overlapMs })
    );
    return `Key ${id} works until ${new Date(by.atMs + overlapMs).toISOString()} at most.\n${
      announce(made)
    }`;
  };
}

/** The key stands alone on the last line, for scripts. */
function announce({ text, stored }: MadeKey): string {
  return `Key ${stored.id}, role ${stored.role}, shown this once:\n${text}`;
}

async function listKeys({ db, by }: Parameters<AccountTask>[0]): Promise<string> {
  const keys = (await listApiKeys(db)).map((key) => toKeyView(key, by.atMs));
  if (keys.length === 0) return "There is no key yet.";
  return keys.map((key) =>
    [
      key.id,
      `${key.prefix}…`,
      key.role,
      key.state.replace("_", " "),
      key.user_id ?? "-",
      key.expires_at === null ? "no end" : `until ${key.expires_at}`,
      key.last_used_at === null ? "never used" : `used ${key.last_used_at}`,
      key.name ?? "-",
    ].join("\t")
  ).join("\n");
}

function parseWhole(name: string, text: string | undefined, min: number, max: number): number {
  const number = /^\d+$/.test(text ?? "") ? Number(text) : NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(`${name} "${text ?? ""}" is not a whole number from ${min} to ${max}.`);
}

if (import.meta.main) {
  Deno.exit(await runAccountTask({ name: "apikey", help: HELP, parse }, Deno.args));
}
