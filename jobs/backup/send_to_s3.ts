import type { OpenedBucket } from "./s3_target.ts";

const MIB = 2 ** 20;
/** What is held in memory at a time. */
const PART_BYTES = 8 * MIB;
/** S3 takes 10,000 parts of an object. */
const MOST_PARTS = 9_000;

interface Sending {
  readonly path: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

/**
 * Sends a file in parts, each with its SHA-256, which S3 holds against what arrived. The object is there
 * when its last part is, and its size is asked for afterwards.
 */
export async function sendToS3(open: OpenedBucket, sending: Sending): Promise<void> {
  const { sdk, client, bucket } = open;
  const object = { Bucket: bucket, Key: sending.key };
  const abort = { abortSignal: sending.signal };
  using file = await Deno.open(sending.path);
  const { size } = await file.stat();
  if (size <= PART_BYTES) {
    const Body = await readPart(file, size);
    const put = { ...object, ...open.encryption, Body, ChecksumAlgorithm: "SHA256" as const };
    await client.send(new sdk.PutObjectCommand(put), abort);
  } else {
    await sendParts(open, { ...sending, file, size });
  }
  const found = await client.send(new sdk.HeadObjectCommand(object), abort);
  if (found.ContentLength === size) return;
  throw new Error(`${sending.key} has ${found.ContentLength} bytes there and ${size} here`);
}

async function sendParts(
  { sdk, client, bucket, encryption }: OpenedBucket,
  sending: Sending & { readonly file: Deno.FsFile; readonly size: number },
): Promise<void> {
  const { file, size, signal } = sending;
  const object = { Bucket: bucket, Key: sending.key };
  const abort = { abortSignal: signal };
  const ChecksumAlgorithm = "SHA256" as const;
  const { UploadId } = await client.send(
    new sdk.CreateMultipartUploadCommand({ ...object, ...encryption, ChecksumAlgorithm }),
    abort,
  );
  try {
    const partBytes = Math.max(PART_BYTES, Math.ceil(size / MOST_PARTS / MIB) * MIB);
    const Parts: { PartNumber: number; ETag?: string; ChecksumSHA256?: string }[] = [];
    for (let at = 0; at < size; at += partBytes) {
      const PartNumber = Parts.length + 1;
      const Body = await readPart(file, Math.min(partBytes, size - at));
      const part = { ...object, UploadId, PartNumber, Body, ChecksumAlgorithm };
      const { ETag, ChecksumSHA256 } = await client.send(new sdk.UploadPartCommand(part), abort);
      Parts.push({ PartNumber, ...(ETag && { ETag }), ...(ChecksumSHA256 && { ChecksumSHA256 }) });
    }
    const whole = { ...object, UploadId, MultipartUpload: { Parts } };
    await client.send(new sdk.CompleteMultipartUploadCommand(whole), abort);
  } catch (error) {
    // Parts that lie about cost money. Where this fails too, a rule of the bucket removes them.
    await client.send(new sdk.AbortMultipartUploadCommand({ ...object, UploadId })).catch(() => {});
    throw error;
  }
}

async function readPart(file: Deno.FsFile, length: number): Promise<Uint8Array> {
  const part = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const read = await file.read(part.subarray(at));
    if (read === null) throw new Error("the file became shorter while it was sent");
    at += read;
  }
  return part;
}
