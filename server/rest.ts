import type { z } from "zod";
import type { AppRouter } from "./app_router.ts";
import type { RequestContext } from "./context.ts";
import { AppError } from "./errors.ts";
import { readJsonObject } from "./request_body.ts";
import { createCallerFactory, type ProcedureMeta } from "./trpc.ts";

/** One REST path of a procedure. */
export interface RestRoute {
  readonly method: string;
  /** Path in pieces; a piece in braces, `{symbol}`, is a parameter. */
  readonly segments: readonly string[];
  /** The procedure, `market.candles`. */
  readonly procedure: string;
  readonly successStatus: number;
  /** How the text of each query parameter is read. */
  readonly fields: Readonly<Record<string, "number" | "boolean" | "text">>;
  /** True where the fields may not come in the address, which ends up in logs and histories. */
  readonly bodyOnly: boolean;
}

/** A path that is served, with the routes of each of its methods. */
export interface RestMatch {
  readonly routes: ReadonlyMap<string, RestRoute>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Paths of the contract that are a second name of a procedure. */
export const ALIASES: Readonly<Record<string, string>> = {
  "/health": "/api/v1/health",
  "/live": "/api/v1/health/live",
  "/ready": "/api/v1/health/ready",
};

interface ProcedureLike {
  readonly _def: { readonly meta?: ProcedureMeta; readonly inputs?: readonly unknown[] };
}

/** Every REST path of the router, read from the `openapi` meta of its procedures. */
export function restRoutes(router: AppRouter): RestRoute[] {
  const procedures: Record<string, ProcedureLike> = { ...router._def.procedures } as never;
  return Object.entries(procedures).flatMap(([procedure, { _def }]) => {
    const openapi = _def.meta?.openapi;
    if (openapi === undefined) return [];
    return [{
      method: openapi.method,
      segments: openapi.path.split("/"),
      procedure,
      successStatus: _def.meta?.successStatus ?? 200,
      fields: fieldKinds(_def.inputs?.[0]),
      bodyOnly: _def.meta?.bodyOnly ?? false,
    }];
  });
}

/**
 * Finds what is served at a path, whatever the method; null where nothing is. Where a path is both a
 * word and a value of another path's parameter, it is the word.
 */
export function matchPath(routes: readonly RestRoute[], pathname: string): RestMatch | null {
  const segments = (ALIASES[pathname] ?? pathname).split("/").map(decode);
  const found = routes.filter((route) => fits(route, segments));
  const first = found.toSorted((a, b) => countParameters(a) - countParameters(b))[0];
  if (first === undefined) return null;
  const path = first.segments.join("/");
  const same = found.filter((route) => route.segments.join("/") === path);
  return {
    routes: new Map(same.map((route) => [route.method, route])),
    parameters: readParameters(first, segments),
  };
}

function countParameters(route: RestRoute): number {
  return route.segments.filter(isParameter).length;
}

function fits(route: RestRoute, segments: readonly string[]): boolean {
  return route.segments.length === segments.length &&
    route.segments.every((piece, place) =>
      isParameter(piece) ? segments[place] !== "" : piece === segments[place]
    );
}

function readParameters(route: RestRoute, segments: readonly string[]): Record<string, string> {
  const entries = route.segments.flatMap((piece, place) =>
    isParameter(piece) ? [[piece.slice(1, -1), segments[place]!]] : []
  );
  return Object.fromEntries(entries);
}

function isParameter(piece: string): boolean {
  return piece.startsWith("{");
}

/** Undoes the percent-encoding of one piece of a path. */
export function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    throw new AppError("BAD_REQUEST", `The path has "${piece}", which is not valid URL encoding.`);
  }
}

/**
 * Answers a REST request by calling the procedure, the same one that tRPC calls.
 *
 * @returns the plain answer, its HTTP status, and the headers that the procedure asked for
 */
export async function callRest(
  router: AppRouter,
  match: RestMatch,
  request: Request,
  makeContext: () => Promise<RequestContext>,
): Promise<{ status: number; body: unknown; reply: Headers }> {
  const method = request.method === "HEAD" ? "GET" : request.method;
  const route = match.routes.get(method);
  if (route === undefined) throw methodNotAllowed(request.method, allowedMethods(match));
  const { searchParams } = new URL(request.url);
  if (route.bodyOnly && searchParams.size > 0) throw belongsInBody(searchParams);
  const query = readQuery(route, searchParams);
  const body = method === "GET" ? {} : await readJsonObject(request);
  const input = joinFields(query, body, match.parameters);
  const context = await makeContext();
  const caller = createCallerFactory(router)(context, { signal: request.signal });
  const [module = "", verb = ""] = route.procedure.split(".");
  const modules = caller as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  const answer = await modules[module]![verb]!(input);
  return { status: route.successStatus, body: answer, reply: context.reply };
}

/** Names the fields, not their values: one of them is a secret. */
function belongsInBody(parameters: URLSearchParams): AppError {
  const names = [...new Set(parameters.keys())];
  const message = "belongs in the body";
  return new AppError(
    "VALIDATION_ERROR",
    "The address has what belongs in the body of the request. Send it as JSON, and change a " +
      "password that was sent this way: addresses are kept in logs.",
    { details: names.map((field) => ({ field, message })) },
  );
}

/** Fields come by one way each: of two values nobody could say which is meant. */
function joinFields(
  query: Readonly<Record<string, unknown>>,
  body: Readonly<Record<string, unknown>>,
  path: Readonly<Record<string, string>>,
): Record<string, unknown> {
  for (const name of Object.keys(query)) {
    if (Object.hasOwn(body, name) || Object.hasOwn(path, name)) throw givenTwice(name);
  }
  for (const [name, value] of Object.entries(path)) {
    if (Object.hasOwn(body, name) && body[name] !== value) throw givenTwice(name);
  }
  return { ...query, ...body, ...path };
}

/** `Allow` of a path. */
export function allowedMethods(match: RestMatch): string[] {
  const methods = [...match.routes.keys()];
  return [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"];
}

/** The refusal of a method, naming those that are served. */
export function methodNotAllowed(method: string, allowed: readonly string[]): AppError {
  return new AppError(
    "METHOD_NOT_ALLOWED",
    `${method} is not served here. Use ${allowed.join(", ")}.`,
    { headers: { allow: allowed.join(", ") } },
  );
}

/**
 * Query parameters as the values their schema means: `fresh=false` is false, not a text that is
 * true. What cannot be read stays a text, which the schema then refuses by name.
 */
function readQuery(route: RestRoute, parameters: URLSearchParams): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, value] of parameters) {
    if (Object.hasOwn(input, name)) throw givenTwice(name);
    const kind = Object.hasOwn(route.fields, name) ? route.fields[name] : "text";
    input[name] = readText(kind, value);
  }
  return input;
}

function readText(kind: string | undefined, value: string): unknown {
  if (kind === "boolean" && /^(true|1)$/i.test(value)) return true;
  if (kind === "boolean" && /^(false|0)$/i.test(value)) return false;
  // `Number` reads "" as 0 and "0x10" as 16: neither is what a person meant. NaN is refused by name.
  if (kind === "number") return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? +value : NaN;
  return value;
}

function givenTwice(name: string): AppError {
  const message = "must be given once";
  return new AppError("VALIDATION_ERROR", `"${name}" is given twice. Give it once.`, {
    details: [{ field: name, message }],
  });
}

function fieldKinds(schema: unknown): RestRoute["fields"] {
  const shape = (schema as z.ZodObject | undefined)?.shape ?? {};
  const kinds = Object.entries(shape).map(([name, field]) => [name, kindOf(field as z.ZodType)]);
  return Object.fromEntries(kinds);
}

function kindOf(field: z.ZodType): "number" | "boolean" | "text" {
  const def = field.def as { type: string; innerType?: z.ZodType; in?: z.ZodType };
  const inner = def.innerType ?? def.in;
  if (inner !== undefined) return kindOf(inner);
  return def.type === "number" || def.type === "boolean" ? def.type : "text";
}
