import { generateOpenApiDocument } from "trpc-to-openapi";
import type { AppRouter } from "./app_router.ts";
import { ERROR_STATUS } from "./errors.ts";
import { ALIASES, restRoutes } from "./rest.ts";

type Json = Record<string, unknown>;

const DESCRIPTION =
  "Forecasts of cryptocurrency prices with their uncertainty, and the market they come from. " +
  "Send a key as `Authorization: Bearer KEY` or as `X-API-Key: KEY`.";

/** The envelope of every error, as JSON Schema. */
const ERROR_SCHEMA = {
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["code", "message", "details", "timestamp", "request_id"],
      properties: {
        code: { type: "string", enum: Object.keys(ERROR_STATUS) },
        message: { type: "string", description: "What failed, and what to do." },
        details: { description: "For a refused input: the fields and what each should be." },
        timestamp: { type: "string", format: "date-time" },
        request_id: { type: "string" },
      },
    },
  },
};

/**
 * The OpenAPI 3.1 description of the REST paths. Expensive: make it once.
 *
 * `trpc-to-openapi` describes its own handler, which is not ours: its error bodies are replaced by
 * our envelope and the status of success by the one we send.
 */
export function createOpenApiDocument(router: AppRouter, version: string): Json {
  const document = generateOpenApiDocument(router, {
    title: "Crypto AI",
    description: DESCRIPTION,
    version,
    baseUrl: "/",
    securitySchemes: {
      bearer: { type: "http", scheme: "bearer" },
      apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
    },
  }) as unknown as { paths: Record<string, Record<string, Json>>; components: Json };
  for (const route of restRoutes(router)) {
    const operation = document.paths[route.segments.join("/")]?.[route.method.toLowerCase()];
    if (operation !== undefined) describeResponses(operation, route.successStatus);
  }
  for (const [alias, path] of Object.entries(ALIASES)) {
    document.paths[alias] = { get: { ...document.paths[path]?.get, operationId: alias.slice(1) } };
  }
  document.components = { ...document.components, schemas: { Error: ERROR_SCHEMA } };
  return document as unknown as Json;
}

function describeResponses(operation: Json, successStatus: number): void {
  const given = operation.responses as Record<string, Json>;
  const responses: Record<string, Json> = {};
  for (const [status, response] of Object.entries(given)) {
    if (status === "200") responses[successStatus] = response;
    else responses[status] = errorResponse(String(response.description ?? "Error"));
  }
  responses.default ??= errorResponse("Error");
  operation.responses = responses;
}

function errorResponse(description: string): Json {
  return {
    description,
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  };
}
