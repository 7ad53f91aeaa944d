/** `deno task user`: accounts, from the command line of the machine. */
import { parseArgs } from "node:util";
import { type Database, findPerson, findPersonByEmail } from "../../db/mod.ts";
import {
  createPerson,
  disable,
  enable,
  readPeople,
  resetPassword,
} from "../../server/auth/administer_people.ts";
import { normalizeEmail } from "../../server/auth/email.ts";
import { email as emailSchema } from "../../server/auth/schema.ts";
import { userId as userIdSchema } from "../../server/auth/user_id.ts";
import { type AccountTask, runAccountTask } from "./run_account_task.ts";
import { UsageError } from "./run_task.ts";

const HELP = `Accounts of people. Works beside a running server, which takes notice within seconds.

Usage: deno task user create --email EMAIL [--role admin|user] [--user-id ID] [--password-stdin]
       deno task user list
       deno task user disable|enable|reset-password EMAIL|ID

  create           makes an account; without --password-stdin a password is made up and printed once
  list             everyone with an account
  disable          ends the sessions of a person and bars them; their keys rest
  enable           lets them in again
  reset-password   ends their sessions and prints a new password once
  --password-stdin reads the password of create from the first line of standard input
  --help           this text

Settings come from the environment; deno task start --help lists them.`;

const OPTIONS = {
  email: { type: "string" },
  role: { type: "string" },
  "user-id": { type: "string" },
  "password-stdin": { type: "boolean" },
} as const;

interface Given {
  readonly email?: string | undefined;
  readonly role?: string | undefined;
  readonly "user-id"?: string | undefined;
  readonly "password-stdin"?: boolean | undefined;
}

/** @throws {UsageError} */
function parse(args: string[]): AccountTask {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [verb, who, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`"${rest[0]}" is one argument too many.`);
  if (verb === "list" && who === undefined) return listEveryone;
  if (verb === "create" && who === undefined) return parseCreate(values);
  const name = who ?? values.email ?? values["user-id"];
  const change = verb === undefined ? undefined : CHANGES[verb];
  if (change === undefined) {
    throw new UsageError(`"${args.join(" ")}" is not create, list, disable or reset-password.`);
  }
  if (name === undefined) throw new UsageError(`${verb} needs an email or a user id.`);
  return async (context) => await change(context, await findUserId(context.db, name), name);
}

function parseCreate(given: Given): AccountTask {
  const { role = "user" } = given;
  if (role !== "user" && role !== "admin") throw new UsageError(`"${role}" is not user or admin.`);
  const email = emailSchema.safeParse(given.email ?? "");
  if (!email.success) {
    throw new UsageError(`--email "${given.email ?? ""}" is not an email address.`);
  }
  const userId = userIdSchema.optional().safeParse(given["user-id"]);
  if (!userId.success) throw new UsageError(`--user-id "${given["user-id"]}" is not a user id.`);
  return async ({ db, by }) => {
    const password = given["password-stdin"] ? await readFirstLine() : undefined;
    const made = await createPerson(db, by, {
      email: email.data,
      role,
      userId: userId.data,
      password,
    });
    const line = `${made.person.user_id} (${made.person.email}) has an account, role ${role}.`;
    return made.password === null ? line : `${line}\nPassword, shown this once:\n${made.password}`;
  };
}

type Change = (
  context: Parameters<AccountTask>[0],
  userId: string,
  name: string,
) => Promise<string>;

const CHANGES: Readonly<Record<string, Change>> = {
  disable: async ({ db, by }, userId, name) => {
    await disable(db, by, userId);
    return `${name} is disabled.`;
  },
  enable: async ({ db, by }, userId, name) => {
    await enable(db, by, userId);
    return `${name} is let in again.`;
  },
  "reset-password": async ({ db, by }, userId, name) => {
    const { password } = await resetPassword(db, by, userId);
    return `Every session of ${name} has ended.\nPassword, shown this once:\n${password}`;
  },
};

async function listEveryone({ db }: Parameters<AccountTask>[0]): Promise<string> {
  const lines: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPeople>> = await readPeople(db, {
      search: "",
      limit: 200,
      cursor,
    });
    for (const { user_id, email, role, disabled, created_at } of page.people) {
      const state = disabled ? "disabled" : "active";
      lines.push([user_id, email, role, state, created_at.slice(0, 10)].join("\t"));
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  return lines.length === 0 ? "Nobody has an account yet." : lines.join("\n");
}

async function findUserId(db: Database, name: string): Promise<string> {
  const person = name.includes("@")
    ? await findPersonByEmail(db, normalizeEmail(name))
    : await findPerson(db, name);
  if (person !== null) return person.userId;
  throw new Error(`Nobody has the email or user id "${name}". See deno task user list.`);
}

/** A password on the command line would be seen by everyone on the machine. */
async function readFirstLine(): Promise<string> {
  const text = await new Response(Deno.stdin.readable).text();
  return text.split(/\r?\n/, 1)[0]!;
}

if (import.meta.main) {
  Deno.exit(await runAccountTask({ name: "user", help: HELP, parse }, Deno.args));
}
