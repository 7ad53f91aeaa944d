import { extname, join, normalize, SEPARATOR } from "@std/path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};
const COMPRESSIBLE = /^(text\/|application\/(json|manifest|wasm)|image\/svg)/;
const MIN_COMPRESSED_BYTES = 1_024;
/** Vite writes the hash of the content into the name, so the content never changes. */
const HASHED_NAME = /[-.][A-Za-z0-9_-]{8,}\.\w+$/;

interface HeldFile {
  readonly modifiedMs: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly type: string;
  /** Made when the first request asks for it. */
  readonly encoded: Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>;
}

type Encoding = "br" | "gzip";

/** A folder that is served, and its files as far as they were asked for. */
export interface StaticFiles {
  readonly folder: string;
  readonly held: Map<string, HeldFile>;
}

/** Serves the files of a folder; they are kept in memory until they change on disk. */
export function openStaticFiles(folder: string): StaticFiles {
  return { folder: normalize(folder), held: new Map() };
}

/** The file at a decoded URL path, or null where there is none that may be served. */
export async function serveFile(
  files: StaticFiles,
  pathname: string,
  request: Request,
): Promise<Response | null> {
  const path = safePath(files.folder, pathname);
  const file = path === null ? null : await holdFile(files, path);
  if (file === null) return null;
  const headers = new Headers({
    "content-type": file.type,
    "cache-control": pathname.startsWith("/assets/") && HASHED_NAME.test(pathname)
      ? "public, max-age=31536000, immutable"
      : "no-cache",
    etag: file.etag,
    vary: "accept-encoding",
  });
  if (matchesEtag(request.headers.get("if-none-match"), file.etag)) {
    return new Response(null, { status: 304, headers });
  }
  const encoding = chooseEncoding(file, request.headers.get("accept-encoding"));
  const bytes = encoding === null ? file.bytes : await encode(file, encoding);
  if (encoding !== null) headers.set("content-encoding", encoding);
  return new Response(bytes, { headers });
}

/**
 * The path on disk, or null where the URL means to leave the folder: a `..` that came in encoded, a
 * backslash, a zero byte, or a name that begins with a dot.
 */
export function safePath(folder: string, pathname: string): string | null {
  if (/[\0\\]/.test(pathname)) return null;
  const names = pathname.split("/").filter((name) => name !== "");
  if (names.length === 0 || names.some((name) => name.startsWith("."))) return null;
  const path = join(folder, ...names);
  return path.startsWith(folder.endsWith(SEPARATOR) ? folder : folder + SEPARATOR) ? path : null;
}

async function holdFile(files: StaticFiles, path: string): Promise<HeldFile | null> {
  // `lstat`: a link could lead out of the folder.
  const info = await Deno.lstat(path).catch(() => null);
  if (info === null || !info.isFile) return null;
  const modifiedMs = info.mtime?.getTime() ?? 0;
  const known = files.held.get(path);
  if (known !== undefined && known.modifiedMs === modifiedMs) return known;
  if (await leadsElsewhere(files.folder, path)) return null;
  const bytes = await Deno.readFile(path).catch(() => null);
  if (bytes === null) return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const file: HeldFile = {
    modifiedMs,
    bytes,
    etag: `"${digest.subarray(0, 12).toHex()}"`,
    type: TYPES[extname(path)] ?? "application/octet-stream",
    encoded: new Map(),
  };
  files.held.set(path, file);
  return file;
}

/** Whether a link on the way to a file leads out of the folder. */
async function leadsElsewhere(folder: string, path: string): Promise<boolean> {
  const [root, real] = await Promise.all([Deno.realPath(folder), Deno.realPath(path)]);
  return !real.startsWith(root + SEPARATOR);
}

function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  return header.split(",").some((tag) => ["*", etag].includes(tag.trim().replace(/^W\//, "")));
}

function chooseEncoding(file: HeldFile, accepted: string | null): Encoding | null {
  if (file.bytes.byteLength < MIN_COMPRESSED_BYTES || !COMPRESSIBLE.test(file.type)) return null;
  return acceptsEncoding(accepted, "br") ? "br" : acceptsEncoding(accepted, "gzip") ? "gzip" : null;
}

/** Whether `Accept-Encoding` names an encoding and does not give it a weight of zero. */
export function acceptsEncoding(header: string | null, encoding: Encoding): boolean {
  return (header ?? "").toLowerCase().split(",").some((part) => {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim());
    return name === encoding && !parameters.some((piece) => /^q=0(\.0*)?$/.test(piece));
  });
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);
/** Level 6 of 11: within a few percent of the best at a fiftieth of the time. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

function encode(file: HeldFile, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  const known = file.encoded.get(encoding);
  if (known !== undefined) return known;
  const made = (encoding === "br" ? brotli(file.bytes, BROTLI) : gzipped(file.bytes))
    .then((bytes) => new Uint8Array(bytes));
  file.encoded.set(encoding, made);
  return made;
}
