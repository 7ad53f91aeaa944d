import type { z } from "zod";
import { appRouter } from "../../../server/app_router.ts";
import { restRoutes } from "../../../server/rest.ts";
import type { ProcedureMeta } from "../../../server/trpc.ts";

/** Texts that occur nowhere else: where one turns up, it has leaked. */
export const SECRETS = {
  adminKey: "canary-adm1n-Kx93Lw82Qz71Bv60Tn",
  jwt: "canary-jwt0-Zp44Rm35Hq26Fs17Gd08Jk",
  database: "canary-dbpw-Vy57Nc68",
  openai: "sk-canary-Ua12Ob34Ic56",
  twilio: "canary-twil-Ew90Ri81",
  binance: "canary-bina-Yt72Uo63",
  password: "canary-Passw0rd-Gh54Jk45",
  badToken: "canary-bad-token-Df36Sa27",
};

export const PERSON = {
  email: "xaverine.quillfeather@canary-mail.example",
  name: "Xaverine Quillfeather",
  phone: "+393331234567",
  userId: "xaverine_quillfeather",
};

/** A secret-shaped settings environment that holds all of them. */
export const CANARY_ENV = {
  ADMIN_API_KEY: SECRETS.adminKey,
  JWT_SECRET_KEY: SECRETS.jwt,
  DATABASE_URL: `postgresql://market:${SECRETS.database}@127.0.0.1:1/none`,
  DATABASE_READ_URL: `postgresql://market:${SECRETS.database}@127.0.0.1:1/none`,
  OPENAI_API_KEY: SECRETS.openai,
  OPENAI_BASE_URL: "http://127.0.0.1:1",
  TWILIO_AUTH_TOKEN: SECRETS.twilio,
  BINANCE_API_SECRET: SECRETS.binance,
};

/** Whatever someone may put where something else belongs. */
export const GARBAGE: readonly unknown[] = [
  PERSON.email,
  PERSON.name,
  PERSON.phone,
  PERSON.userId,
  SECRETS.password,
  "",
  "\u0000",
  "\ud800",
  "'; drop table people; --",
  "2026-02-31T25:61:00Z",
  "9".repeat(400),
  -1,
  1e308,
  1e-300,
  2 ** 31,
  2 ** 53 - 1,
  null,
  true,
  [],
  [[PERSON.email]],
  {},
  { [PERSON.email]: PERSON.phone },
];

export interface Target {
  readonly name: string;
  readonly kind: "query" | "mutation" | "subscription";
  /** Its fields, and an input that fits but for them. */
  readonly fields: readonly string[];
}

interface Procedure {
  readonly _def: {
    readonly type: Target["kind"];
    readonly meta?: ProcedureMeta;
    readonly inputs: readonly unknown[];
  };
}

/** Every procedure with the names of its fields. */
export function everyProcedure(): Target[] {
  const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;
  return Object.entries(procedures).map(([name, { _def }]) => ({
    name,
    kind: _def.type,
    fields: fieldsOf(_def.inputs[0] as z.ZodType | undefined),
  }));
}

/** Names inside defaults, transforms and the like. */
function fieldsOf(schema: z.ZodType | undefined): string[] {
  const def = schema?.def as { innerType?: z.ZodType; in?: z.ZodType; shape?: object } | undefined;
  if (def === undefined) return [];
  if (def.shape !== undefined) return Object.keys(def.shape);
  return fieldsOf(def.innerType ?? def.in);
}

/** Every REST path with a value in place of each parameter. */
export function everyPath(value: string): { method: string; path: string }[] {
  const piece = encodeURIComponent(value);
  return restRoutes(appRouter).map(({ method, segments }) => ({
    method,
    path: segments.map((one) => one.startsWith("{") ? piece : one).join("/"),
  }));
}
