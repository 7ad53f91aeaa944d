import { assert, assertEquals, assertMatch } from "@std/assert";
import { appRouter } from "../../server/app_router.ts";
import { createOpenApiDocument } from "../../server/openapi.ts";
import { restRoutes } from "../../server/rest.ts";
import { testDatabase } from "../helpers/database.ts";
import { get, startTestApp } from "./app_for_tests.ts";

interface Operation {
  readonly operationId: string;
  readonly security?: unknown[];
  readonly parameters?: { name: string; in: string; required?: boolean; schema: unknown }[];
  readonly responses: Record<string, { description: string; content?: unknown }>;
}

interface Document {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, unknown>; securitySchemes: object };
}

/** Paths of the contract that are served by now. */
const PATHS =
  `/health /live /ready /api/v1/health /api/v1/health/live /api/v1/health/ready /api/predictions/top20
  /api/predictions/crypto/{symbol} /api/predictions/track-record
  /api/predictions/follow-top20 /api/evaluation/latest /api/market/overview /api/market/candles/{symbol}
  /api/market/tendency /api/market/tendency/history /api/admin/collect/trigger
  /api/admin/collect/status /api/admin/system/info /api/admin/audit
  /api/v1/auth/me/export /api/v1/auth/me/consents`.split(/\s+/);

const document = createOpenApiDocument(appRouter, "1.2.3") as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation }))
);

Deno.test("the document is OpenAPI 3.1 and describes every REST path", () => {
  assertMatch(document.openapi, /^3\.1\./);
  assertEquals(document.info.version, "1.2.3");
  assertEquals(new Set(Object.keys(document.paths)), new Set(PATHS));
  for (const { method, segments } of restRoutes(appRouter)) {
    assert(document.paths[segments.join("/")]?.[method.toLowerCase()], segments.join("/"));
  }
});

Deno.test("every operation has its own id, its parameters and a described answer", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  assertEquals(new Set(ids).size, ids.length);
  for (const { path, operation } of operations) {
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

Deno.test("errors are described as the envelope that is sent", () => {
  for (const { path, operation } of operations) {
    for (const [status, response] of Object.entries(operation.responses)) {
      if (/^2/.test(status)) continue;
      assert(JSON.stringify(response).includes("#/components/schemas/Error"), `${path} ${status}`);
    }
  }
  assert(document.components.schemas.Error);
});

Deno.test("every reference leads somewhere", () => {
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    assert(document.components.schemas[name!] !== undefined, name);
  }
});

Deno.test("health is described as open, the rest with both ways to send a key", () => {
  for (const { path, operation } of operations) {
    const names = (operation.security ?? []).flatMap((one) => Object.keys(one as object));
    assertEquals(names, /health|^\/live$|^\/ready$/.test(path) ? [] : ["bearer", "apiKey"], path);
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
