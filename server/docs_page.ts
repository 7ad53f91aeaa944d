import { join } from "@std/path";
import swaggerUi from "swagger-ui-dist/absolute-path.js";
import { serveFile, type StaticFiles } from "./static_files.ts";

const FILES = new Set(["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"]);

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>API · Crypto AI</title>
  <link rel="icon" href="/docs/favicon-32x32.png">
  <link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
  <div id="api"></div>
  <script src="/docs/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
`;

// The validator badge is an image of another host: switched off.
const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
`;

/** Where the files of the API browser are. */
export function swaggerFolder(): string {
  return join(swaggerUi());
}

/** The API browser under `/docs`, from our own host alone; null where there is no such file. */
export async function serveDocs(
  files: StaticFiles,
  name: string,
  request: Request,
): Promise<Response | null> {
  if (name === "") return textResponse(PAGE, "text/html; charset=utf-8");
  if (name === "start.js") return textResponse(START, "text/javascript; charset=utf-8");
  return FILES.has(name) ? await serveFile(files, `/${name}`, request) : null;
}

function textResponse(text: string, type: string): Response {
  return new Response(text, { headers: { "content-type": type, "cache-control": "no-cache" } });
}
