import { join } from "@std/path";
import pg from "pg";

/** How transfers are spread. */
export type Spread = "1,000 accounts" | "one hot pair";

const CLIENTS = 16;
const SECONDS = 6;

/** What a transfer is at the least: two balances in the order of their ids, two entries, one row. */
const BARE = [
  `create table bare_accounts (id int primary key, balance numeric(38,8) not null)
   with (fillfactor = 50)`,
  `create table bare_transfers (id bigserial primary key, from_id int, to_id int,
     amount numeric(38,8), fee numeric(38,8), at timestamptz not null default now())`,
  `create table bare_entries (id bigserial primary key, transfer_id bigint, account_id int,
     amount numeric(38,8), balance_after numeric(38,8))`,
  "insert into bare_accounts select id, 1000000 from generate_series(1, 1000) id",
  `create function bare_transfer(p_from int, p_to int, p_amount numeric) returns bigint
   language plpgsql as $$
   declare
     v_transfer bigint;
     v_from numeric;
     v_to numeric;
   begin
     perform from bare_accounts where id in (p_from, p_to) order by id for update;
     update bare_accounts set balance = balance - p_amount where id = p_from
       returning balance into v_from;
     update bare_accounts set balance = balance + p_amount where id = p_to
       returning balance into v_to;
     insert into bare_transfers (from_id, to_id, amount, fee)
       values (p_from, p_to, p_amount, 0) returning id into v_transfer;
     insert into bare_entries (transfer_id, account_id, amount, balance_after)
       values (v_transfer, p_from, -p_amount, v_from), (v_transfer, p_to, p_amount, v_to);
     return v_transfer;
   end $$`,
];

const SCRIPTS: Readonly<Record<Spread, string>> = {
  "1,000 accounts": `\\set a random(1, 1000)
\\set b (:a + random(0, 998)) % 1000 + 1
select bare_transfer(:a, :b, 0.01);
`,
  "one hot pair": `\\set a random(1, 2)
select bare_transfer(:a, 3 - :a, 0.01);
`,
};

const OWN_POST = `select ledger_post(jsonb_build_object('op', 'post', 'type', 'send', 'from',
  'u' || :a, 'to', 'u' || :b, 'amount', '0.01', 'fee', '0.00005', 'createdBy', 'bench', 'atMs', 0));
`;

const OWN_SCRIPTS: Readonly<Record<Spread, string>> = {
  "1,000 accounts": `\\set a random(0, 999)
\\set b (:a + random(1, 999)) % 1000
${OWN_POST.replaceAll("\n", " ")}
`,
  "one hot pair": `\\set a random(1, 2)
\\set b 3 - :a
${OWN_POST.replaceAll("\n", " ")}
`,
};

/** A bare SQL function on the same server, driven by pgbench, or by plain clients without it. */
export interface LedgerPeer {
  readonly name: string;
  transfersPerSecond(spread: Spread): Promise<number>;
  /** The ledger's own function called in the same way, and what that way is. */
  readonly ownName: string;
  ownPerSecond(spread: Spread): Promise<number>;
}

export async function makeLedgerPeer(url: string): Promise<LedgerPeer> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of BARE) await client.query(statement);
  await client.end();
  if (await hasPgbench()) {
    return {
      name: `bare SQL function, pgbench, ${CLIENTS} clients`,
      ownName: "ledger_post, pgbench",
      transfersPerSecond: (spread) => runPgbench(url, SCRIPTS[spread]),
      ownPerSecond: (spread) => runPgbench(url, OWN_SCRIPTS[spread]),
    };
  }
  return {
    name: `bare SQL function, plain pg clients (no pgbench), ${CLIENTS} clients`,
    ownName: "ledger_post, plain pg clients (no pgbench)",
    transfersPerSecond: (spread) => runClients(url, spread, BARE_CALL),
    ownPerSecond: (spread) => runClients(url, spread, OWN_CALL),
  };
}

async function hasPgbench(): Promise<boolean> {
  try {
    return (await new Deno.Command("pgbench", { args: ["--version"] }).output()).success;
  } catch {
    return false;
  }
}

async function runPgbench(url: string, script: string): Promise<number> {
  const dir = await Deno.makeTempDir();
  try {
    const file = join(dir, "transfer.sql");
    await Deno.writeTextFile(file, script);
    const { password, hostname, port, username, pathname } = new URL(url);
    const { success, stdout, stderr } = await new Deno.Command("pgbench", {
      args: [
        ...["-n", "-M", "prepared", "-c", String(CLIENTS), "-j", "2", "-T", String(SECONDS)],
        ...["-f", file, "-h", hostname, "-p", port, "-U", username, pathname.slice(1)],
      ],
      env: { PGPASSWORD: decodeURIComponent(password) },
    }).output();
    const tps = /tps = ([\d.]+)/.exec(new TextDecoder().decode(stdout))?.[1];
    if (!success || tps === undefined) throw new Error(new TextDecoder().decode(stderr));
    return Number(tps);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

/** A statement with the places of sender and receiver, counted from 0. */
const BARE_CALL = "select bare_transfer($1::int + 1, $2::int + 1, 0.01)";
const OWN_CALL = `select ledger_post(jsonb_build_object('op', 'post', 'type', 'send',
  'from', 'u' || $1::int, 'to', 'u' || $2::int, 'amount', '0.01', 'fee', '0.00005',
  'createdBy', 'bench', 'atMs', 0))`;

async function runClients(url: string, spread: Spread, text: string): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: CLIENTS });
  const accounts = spread === "one hot pair" ? 2 : 1000;
  const until = performance.now() + SECONDS * 1000;
  let done = 0;
  const work = async () => {
    for (; performance.now() < until; done++) {
      const from = Math.floor(Math.random() * accounts);
      const to = (from + 1 + Math.floor(Math.random() * (accounts - 1))) % accounts;
      await pool.query({ name: "transfer", text, values: [from, to] });
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
  await pool.end();
  return done / SECONDS;
}
