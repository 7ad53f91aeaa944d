import { generateOpenApiDocument } from "trpc-to-openapi";
import type { AppRouter } from "./app_router.ts";
import { ERROR_SCHEMA, errorResponses } from "./openapi_errors.ts";
import { describeOperation } from "./openapi_operation.ts";
import { ALIASES, restRoutes } from "./rest.ts";
import type { ProcedureMeta } from "./trpc.ts";

type Json = Record<string, unknown>;

const DESCRIPTION =
  "Forecasts of cryptocurrency prices with their uncertainty, and the market they come from. " +
  "Send a key or a token as `Authorization: Bearer …`, or a key as `X-API-Key: …`; never in an " +
  "address. Amounts of coins are decimal texts; they may be sent as JSON numbers of at most 15 " +
  "digits. Times are ISO 8601 in UTC.";

const TAGS: Readonly<Record<string, string>> = {
  health: "Whether the service is well",
  market: "Prices, candles and where the market is going",
  predictions: "Forecasts, and what became of them",
  evaluation: "How good the model is on data that it has not seen",
  auth: "Accounts, signing in and out",
  privacy: "What is held of a person, and consents",
  coins: "Balances of the coin, minting, burning, staking",
  transactions: "Transfers of the coin",
  ml: "Risk, advice and trends for transfers",
  chat: "Questions about the market, answered from stored figures",
  contests: "Forecasts with coins behind them",
  alerts: "Rules, what they found, and the messages about it",
  admin: "For administrators",
};

/** The OpenAPI 3.1 description of the REST paths. Expensive: make it once. */
export function createOpenApiDocument(router: AppRouter, version: string): Json {
  const document = generateOpenApiDocument(router, {
    title: "Crypto AI",
    description: DESCRIPTION,
    version,
    baseUrl: "/",
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer", description: "A token or an API key" },
      apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
    },
  }) as unknown as { paths: Record<string, Record<string, Json>>; components: Json };
  const metas = router._def.procedures as unknown as Record<
    string,
    { _def: { meta?: ProcedureMeta } }
  >;
  const routes = restRoutes(router);
  for (const route of routes) {
    const operation = document.paths[route.segments.join("/")]?.[route.method.toLowerCase()];
    if (operation === undefined) continue;
    describeOperation(operation, route, metas[route.procedure]?._def.meta ?? {});
  }
  for (const [alias, path] of Object.entries(ALIASES)) {
    document.paths[alias] = { get: { ...document.paths[path]?.get, operationId: alias.slice(1) } };
  }
  document.paths["/"] = { get: FRONT_DOOR };
  document.components = { ...document.components, schemas: { Error: ERROR_SCHEMA } };
  return { ...document, tags: usedTags(document.paths) };
}

function usedTags(paths: Record<string, Record<string, Json>>): Json[] {
  const used = new Set(
    Object.values(paths).flatMap((path) => Object.values(path)).flatMap((one) =>
      one.tags as string[]
    ),
  );
  return [...used].map((name) => ({ name, description: TAGS[name] ?? name }));
}

/** Served by the edge itself; a browser, which accepts `text/html`, gets the dashboard there. */
const FRONT_DOOR = {
  operationId: "front-door",
  summary: "That the service is there, and its version",
  tags: ["health"],
  security: [],
  responses: {
    200: {
      description: "To a browser the dashboard, else this",
      content: {
        "application/json": {
          schema: {
            type: "object",
            required: ["status", "message", "version"],
            properties: {
              status: { type: "string", enum: ["operational"] },
              message: { type: "string" },
              version: { type: "string" },
            },
          },
          example: { status: "operational", message: "Crypto AI: …", version: "1.0.0" },
        },
        "text/html": { schema: { type: "string" } },
      },
    },
    ...errorResponses({ method: "GET", access: "all", free: true, hasInput: false, own: [] }),
  },
};
