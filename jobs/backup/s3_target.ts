import { createWriteStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { join } from "@std/path";
import type { S3Config } from "../context.ts";
import type { BackupTarget, StoredFile } from "./backup_target.ts";
import { BACKUP_PREFIX } from "./backup_name.ts";
import { createDirectoryTarget } from "./directory_target.ts";
import { sendToS3 } from "./send_to_s3.ts";

type Sdk = typeof import("@aws-sdk/client-s3");

/** A bucket, open to requests. */
export interface OpenedBucket {
  readonly sdk: Sdk;
  readonly client: S3Client;
  readonly bucket: string;
  /** What objects are encrypted with. */
  readonly encryption: {
    readonly ServerSideEncryption: "AES256" | "aws:kms";
    readonly SSEKMSKeyId?: string;
  };
}

/**
 * A bucket of S3, or of whatever speaks its dialect. Credentials are found by the SDK itself:
 * environment, profile, or the role of the machine. Backups are written to `workFolder` first: what is
 * sent has been read back, and a part that is lost on the way can be sent again.
 */
export function createS3Target(
  place: string,
  options: { readonly s3: S3Config; readonly workFolder: string },
): BackupTarget {
  const { bucket, keyOf } = parsePlace(place);
  const work = createDirectoryTarget(options.workFolder);
  // The SDK takes 30 MB of memory: it is loaded when there is something to do.
  let opened: Promise<OpenedBucket> | undefined;
  const ask = async <T>(work: (open: OpenedBucket) => Promise<T>): Promise<T> => {
    try {
      return await work(await (opened ??= openBucket(bucket, options.s3)));
    } catch (error) {
      throw new Error(`${place} refused: ${reasonOf(error)}`, { cause: error });
    }
  };
  return {
    place,
    async prepare(name) {
      const path = await work.prepare(name);
      for (const left of await work.list(BACKUP_PREFIX)) await work.remove(left.name);
      return path;
    },
    async deliver(name, as, signal) {
      const path = join(options.workFolder, name);
      await ask((open) => sendToS3(open, { path, key: keyOf(as), signal }));
      await work.remove(name);
    },
    discard: (name) => work.discard(name),
    list: (prefix) => ask((open) => listBucket(open, keyOf(""), keyOf(prefix))),
    remove: (name) =>
      ask(async ({ sdk, client }) => {
        await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
      }),
    fetch: (name, path) =>
      ask(async (open) => {
        const rows = await getObject(open, keyOf(name));
        await pipeline(rows, createWriteStream(path, { flags: "wx", mode: 0o600 }));
      }),
    writeText: (name, text) =>
      ask(async ({ sdk, client, encryption }) => {
        const object = { Bucket: bucket, Key: keyOf(name), Body: text, ...encryption };
        await client.send(new sdk.PutObjectCommand(object));
      }),
  };
}

function parsePlace(place: string) {
  const { hostname: bucket, pathname } = new URL(place);
  const folder = pathname.replace(/^\/+|\/+$/g, "");
  return { bucket, keyOf: (name: string) => folder === "" ? name : `${folder}/${name}` };
}

async function openBucket(bucket: string, s3: S3Config): Promise<OpenedBucket> {
  const sdk = await import("@aws-sdk/client-s3");
  const client = new sdk.S3Client({
    maxAttempts: 5,
    ...(s3.region && { region: s3.region }),
    // Who stands in for AWS seldom has a host name for each bucket.
    ...(s3.endpoint && { endpoint: s3.endpoint, forcePathStyle: true }),
  });
  const encryption = s3.kmsKeyId === undefined
    ? { ServerSideEncryption: "AES256" as const }
    : { ServerSideEncryption: "aws:kms" as const, SSEKMSKeyId: s3.kmsKeyId };
  return { sdk, client, bucket, encryption };
}

async function getObject({ sdk, client, bucket }: OpenedBucket, key: string): Promise<Readable> {
  const answer = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: key }));
  return answer.Body as Readable;
}

/** @param root what names are relative to */
async function listBucket(
  { sdk, client, bucket }: OpenedBucket,
  root: string,
  prefix: string,
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  const pages = sdk.paginateListObjectsV2({ client }, {
    Bucket: bucket,
    Prefix: prefix,
    Delimiter: "/",
  });
  for await (const page of pages) {
    for (const { Key = "", Size = 0 } of page.Contents ?? []) {
      files.push({ name: Key.slice(root.length), bytes: Size });
    }
  }
  return files;
}

/** The name of the refusal and its words; neither has a secret in it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" || error.message.startsWith(error.name)
    ? error.message
    : `${error.name}, ${error.message}`;
}
