import { assert, assertEquals, assertMatch } from "@std/assert";
import type { z } from "zod";
import { appRouter } from "../../server/app_router.ts";
import { ERROR_STATUS, type ErrorCode } from "../../server/errors.ts";
import { createOpenApiDocument } from "../../server/openapi.ts";
import { EXAMPLES } from "../../server/openapi_examples.ts";
import { ALIASES, restRoutes } from "../../server/rest.ts";
import type { ProcedureMeta } from "../../server/trpc.ts";
import { testDatabase } from "../helpers/database.ts";
import { get, startTestApp } from "./app_for_tests.ts";

interface Body {
  readonly content?: Record<string, { schema: unknown; example?: unknown; examples?: object }>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: string[];
  readonly security: object[];
  readonly parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  readonly requestBody?: Body & { required?: boolean };
  readonly responses: Record<string, Body & { description: string }>;
}

interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly tags: { name: string; description: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, unknown>; securitySchemes: object };
}

interface Procedure {
  readonly _def: {
    readonly meta?: ProcedureMeta;
    readonly inputs: readonly z.ZodType[];
    readonly output?: z.ZodType;
  };
}

/**
 * Paths of the contract, method first. Parameters go by their place: `{}`. Those of usage figures and
 * of metrics are still to come.
 */
const CONTRACT = `GET /, GET /health, GET /api/v1/health, GET /api/v1/health/live,
  GET /api/v1/health/ready, GET /api/predictions/top20, GET /api/predictions/crypto/{},
  GET /api/predictions/track-record, GET /api/market/overview, GET /api/market/candles/{},
  GET /api/market/tendency, GET /api/market/tendency/history,
  POST /api/chat/query, POST /api/chat/validate, GET /api/chat/history/{},
  DELETE /api/chat/history/{}, POST /api/admin/collect/trigger, GET /api/admin/collect/status,
  GET /api/admin/system/info, GET /api/admin/audit,
  POST /api/v1/auth/register, POST /api/v1/auth/login, POST /api/v1/auth/logout,
  GET /api/v1/auth/me, DELETE /api/v1/auth/me, GET /api/v1/coins/balance/{},
  POST /api/v1/coins/mint/{}, POST /api/v1/coins/burn/{}, POST /api/v1/coins/stake/{},
  POST /api/v1/coins/unstake/{}, GET /api/v1/coins/balances, POST /api/v1/transactions,
  POST /api/v1/transactions/{}/execute, POST /api/v1/transactions/{}/cancel,
  GET /api/v1/transactions/{}, GET /api/v1/transactions/user/{},
  GET /api/v1/transactions/pending/all, GET /api/v1/transactions/stats/summary,
  POST /api/v1/transactions/quick-send, POST /api/v1/ml/action,
  POST /api/v1/ml/analyze-transaction, POST /api/v1/ml/recommend, POST /api/v1/ml/predict-trend,
  POST /api/v1/ml/optimize-transaction, POST /api/v1/ml/intelligent-transfer`.split(/,\s+/);

const document = createOpenApiDocument(appRouter, "1.2.3") as unknown as Document;
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;
const routes = restRoutes(appRouter);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
);

function operationOf(route: typeof routes[number]): Operation {
  const operation = document.paths[route.segments.join("/")]?.[route.method.toLowerCase()];
  assert(operation, `${route.procedure} is not described`);
  return operation!;
}

Deno.test("the document is OpenAPI 3.1 and describes what is served, and nothing else", () => {
  assertMatch(document.openapi, /^3\.1\./);
  assertEquals(document.info.version, "1.2.3");
  const served = routes.map(({ method, segments }) => `${method} ${segments.join("/")}`);
  const aliases = Object.keys(ALIASES).map((path) => `GET ${path}`);
  const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  assertEquals(described.toSorted(), [...served, ...aliases, "GET /"].toSorted());
});

Deno.test("every path of the contract is described", () => {
  const described = new Set(
    operations.map(({ path, method }) =>
      `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, "{}")}`
    ),
  );
  assertEquals(CONTRACT.filter((one) => !described.has(one)), []);
});

Deno.test("an operation's id is the name of its procedure, so that it stays", () => {
  for (const route of routes) {
    assertEquals(operationOf(route).operationId, route.procedure.replaceAll(".", "-"));
  }
  const ids = operations.map(({ operation }) => operation.operationId);
  assertEquals(new Set(ids).size, ids.length);
});

Deno.test("every operation has a summary, its parameters and one described answer", () => {
  const tags = document.tags.map(({ name, description }) => {
    assert(description !== name, `The tag ${name} is not described.`);
    return name;
  });
  for (const { path, operation } of operations) {
    assert(operation.summary.length > 10, path);
    assert(operation.tags.length === 1 && tags.includes(operation.tags[0]!), path);
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = (operation.parameters ?? []).filter((one) => one.in === "path");
    assertEquals(described.map((one) => one.name), inPath, path);
    assert(described.every((one) => one.required), path);
    const success = Object.keys(operation.responses).filter((status) => /^2/.test(status));
    assertEquals(success.length, 1, path);
  }
  const trigger = document.paths["/api/admin/collect/trigger"]!.post!;
  assert(trigger.responses["202"]);
});

Deno.test("every operation has an example of what is sent and answered, true to its schemas", () => {
  for (const { procedure, segments } of routes) {
    const example = EXAMPLES[procedure];
    if (example === undefined) throw new Error(`${procedure} has no example.`);
    const { inputs, output } = procedures[procedure]!._def;
    if (inputs[0] !== undefined) inputs[0].parse(example.input ?? {});
    else assertEquals(example.input, undefined, procedure);
    // Equal: nothing is in it that the schema does not know.
    assertEquals(output?.parse(example.output), example.output, procedure);
    for (const [, name] of segments.join("/").matchAll(/\{(\w+)\}/g)) {
      assert(example.input?.[name!] !== undefined, `${procedure} has no example of ${name}.`);
    }
  }
  const served = new Set(routes.map((route) => route.procedure));
  assertEquals(Object.keys(EXAMPLES).filter((procedure) => !served.has(procedure)), []);
});

Deno.test("errors are the envelope that is sent, with the codes that belong to their status", () => {
  for (const { path, operation } of operations) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (/^2/.test(status)) continue;
      const text = JSON.stringify(response);
      assert(text.includes("#/components/schemas/Error"), `${path} ${status}`);
      if (status === "default") continue;
      const codes = response.description.match(/[A-Z_]+/g) ?? [];
      assert(codes.length > 0, `${path} ${status}`);
      for (const code of codes) {
        assertEquals(ERROR_STATUS[code as ErrorCode], Number(status), `${path} ${code}`);
      }
    }
  }
  assert(document.components.schemas.Error);
});

Deno.test("every reference leads somewhere", () => {
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    assert(document.components.schemas[name!] !== undefined, name);
  }
});

Deno.test("what needs somebody says both ways to send a key, and what it may refuse", () => {
  for (const route of routes) {
    const { security, responses } = operationOf(route);
    const access = procedures[route.procedure]!._def.meta?.access;
    const open = access === "all";
    const names = security.flatMap((one) => Object.keys(one));
    assertEquals(names, open ? [] : ["bearer", "apiKey"], route.procedure);
    if (!open) assert(responses["401"], route.procedure);
    if (access === "admin") assert(responses["403"], route.procedure);
  }
});

Deno.test("coin posts take their fields as a body or as a query, and a key against doing it twice", () => {
  const moving = operations.filter(({ path, method }) =>
    method === "post" && /^\/api\/v1\/(coins|transactions|ml)/.test(path)
  );
  assert(moving.length > 12);
  for (const { path, operation } of moving) {
    const fields = (operation.parameters ?? []).filter((one) => one.in === "query");
    const header = (operation.parameters ?? []).find((one) => one.in === "header");
    if (!path.startsWith("/api/v1/ml")) assertEquals(header?.name, "Idempotency-Key", path);
    if (operation.requestBody === undefined) continue;
    assertEquals(operation.requestBody.required, false, path);
    assert(fields.length > 0 && fields.every((one) => !one.required), path);
  }
});

Deno.test("no credential is described as a part of an address", () => {
  for (const { path, operation } of operations) {
    const names = (operation.parameters ?? []).filter((one) => one.in !== "header")
      .map((one) => one.name);
    assertEquals(names.filter((name) => /password|key|token|secret/.test(name)), [], path);
  }
});

Deno.test("/docs browses the document with files of our own host alone", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const page = await get(`${server.url}/docs`);
  assertMatch(page.headers.get("content-type") ?? "", /^text\/html/);
  assertEquals(/https?:\/\//.test(page.text), false);
  for (const [, path] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const { status, headers } = await get(server.url + path);
    assertEquals(status, 200, path);
    assert(headers.get("content-type"), path);
  }
  assertEquals((await get(`${server.url}/docs/package.json`)).status, 404);
  const served = JSON.parse((await get(`${server.url}/openapi.json`)).text) as Document;
  assertEquals(Object.keys(served.paths), Object.keys(document.paths));
});
