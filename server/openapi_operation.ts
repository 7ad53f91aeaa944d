import { EXAMPLES } from "./openapi_examples.ts";
import { errorResponses } from "./openapi_errors.ts";
import type { RestRoute } from "./rest.ts";
import type { Access, ProcedureMeta } from "./trpc.ts";

type Json = Record<string, unknown>;
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Json;
  example?: unknown;
}

const WHO: Readonly<Record<Access, string>> = {
  all: "Open to all.",
  key: "Needs a key or a session where `API_KEY_REQUIRED` is true; a wrong one is always refused.",
  signed_in: "Needs a key, a token or a session.",
  owner: "For the person it is about, or an administrator.",
  party: "For a side of the transaction, or an administrator.",
  admin: "Needs an administrator.",
};

/** The contract lets these take their fields as query parameters too. */
const TAKES_QUERY = /^\/api\/v1\/(?:coins|transactions|ml)(?:\/|$)/;

/** Operations that may move coins: a repeated call is answered from the first. */
const MOVES_COINS =
  /^\/api\/v1\/(?:coins|transactions|ml\/(?:action|intelligent-transfer))(?:\/|$)/;

/**
 * Completes what `trpc-to-openapi` says of one operation, which describes its own handler and not
 * ours: who may call it, how fields are sent, examples, refusals, the status of success.
 */
export function describeOperation(operation: Json, route: RestRoute, meta: ProcedureMeta): void {
  const path = route.segments.join("/");
  const access = meta.access ?? "admin";
  const example = EXAMPLES[route.procedure];
  const input = example?.input ?? {};
  operation.description = [operation.description, WHO[access]].filter(Boolean).join("\n\n");
  operation.security = access === "all" ? [] : [{ bearer: [] }, { apiKey: [] }];
  const parameters = (operation.parameters ?? []) as Parameter[];
  const isPost = route.method === "POST";
  if (route.method === "DELETE") moveQueryToBody(operation, parameters);
  if (isPost && TAKES_QUERY.test(path)) parameters.push(...queryInPlaceOfBody(operation));
  operation.parameters = parameters.map((one) => withExample(one, input));
  if (isPost && MOVES_COINS.test(path)) (operation.parameters as Json[]).push(IDEMPOTENCY_KEY);
  describeBody(operation, input, parameters);
  const hasInput = parameters.length > 0 || operation.requestBody !== undefined;
  const own = example?.errors ?? [];
  operation.responses = {
    [route.successStatus]: success(operation, route, example?.output, path),
    ...errorResponses({ method: route.method, access, free: meta.free === true, hasInput, own }),
  };
}

const IDEMPOTENCY_KEY = {
  in: "header",
  name: "Idempotency-Key",
  required: false,
  description: "1 to 255 printable characters. The same key with the same fields is answered as " +
    "the first time, with `Idempotent-Replayed: true`; with other fields it is refused.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

/** Each field of the body as a query parameter; the body is then not required. */
function queryInPlaceOfBody(operation: Json): Parameter[] {
  const body = operation.requestBody as { required?: boolean; content: Json } | undefined;
  const schema = schemaOf(body);
  if (body === undefined || schema === undefined) return [];
  body.required = false;
  const fields = Object.entries(schema.properties as Record<string, Json>);
  return fields.filter(([, field]) => field.type !== "object").map(([name, field]) => ({
    in: "query",
    name,
    required: false,
    description: "In place of the field of the body.",
    schema: field,
  }));
}

/** `trpc-to-openapi` would have a DELETE's fields in its address, a password too; ours come in the body. */
function moveQueryToBody(operation: Json, parameters: Parameter[]): void {
  const fields = parameters.filter((one) => one.in === "query");
  if (fields.length === 0) return;
  for (const field of fields) parameters.splice(parameters.indexOf(field), 1);
  const properties = Object.fromEntries(fields.map(({ name, schema }) => [name, schema]));
  const required = fields.filter((one) => one.required).map((one) => one.name);
  const schema = { type: "object", properties, ...(required.length > 0 && { required }) };
  operation.requestBody = {
    required: required.length > 0,
    content: { "application/json": { schema } },
  };
}

function schemaOf(body: { content: Json } | undefined): Json | undefined {
  return (body?.content["application/json"] as { schema?: Json } | undefined)?.schema;
}

function withExample(parameter: Parameter, input: Json): Parameter {
  const given = input[parameter.name];
  return given === undefined ? parameter : { ...parameter, example: given };
}

function describeBody(operation: Json, input: Json, parameters: readonly Parameter[]): void {
  const body = operation.requestBody as { content: Record<string, Json> } | undefined;
  const json = body?.content["application/json"];
  if (json === undefined) return;
  const inPath = new Set(parameters.filter((one) => one.in === "path").map((one) => one.name));
  const fields = Object.entries(input).filter(([name]) => !inPath.has(name));
  if (fields.length > 0) json.example = Object.fromEntries(fields);
}

function success(operation: Json, route: RestRoute, output: unknown, path: string): Json {
  const given = operation.responses as Record<string, Json>;
  const response = given["200"] ?? { description: "Done" };
  const content = response.content as Record<string, Json> | undefined;
  const json = content?.["application/json"];
  if (json !== undefined && output !== undefined) json.example = output;
  const replays = route.method === "POST" && MOVES_COINS.test(path);
  const headers = {
    "x-request-id": REQUEST_ID,
    ...(replays && { "Idempotent-Replayed": REPLAYED }),
  };
  return { ...response, headers };
}

const REQUEST_ID = {
  description: "The id under which the log has it.",
  schema: { type: "string" },
};
const REPLAYED = {
  description: "`true` where this is the answer to an earlier call with the same key.",
  schema: { type: "string", enum: ["true"] },
};
