import {
  blocksOf,
  folderOf,
  innerBlocks,
  localsOf,
  place,
  resourcesOf,
  type TerraformFile,
} from "../configuration.ts";
import { asList, type Json, type JsonObject } from "../json_value.ts";
import type { Policy } from "../policy.ts";

/** What must not be lost by a plan that nobody read. */
const KEPT = ["aws_ebs_volume", "aws_db_instance", "aws_s3_bucket"];

/** What belongs to every bucket. */
const BUCKET_PARTS = [
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_lifecycle_configuration",
];

/** CloudWatch may not use the key that AWS manages for SNS; what this topic carries is the name of an alarm. */
const PLAIN_TOPIC = "aws_sns_topic.alarms";

const DISK = { volume_type: "gp3", encrypted: true };

export const STORAGE_POLICIES: readonly Policy[] = [
  {
    what: "every disk is gp3 and encrypted",
    judge: (files) => [
      ...resourcesOf(files, "aws_ebs_volume")
        .filter(({ body }) => !has(body, { type: "gp3", encrypted: true })).map(place),
      ...resourcesOf(files, "aws_instance")
        .filter(({ body }) => !every(innerBlocks(body, "root_block_device"), DISK)).map(place),
      ...resourcesOf(files, "aws_launch_template").filter(({ body }) =>
        !every(
          innerBlocks(body, "block_device_mappings").flatMap((it) => innerBlocks(it, "ebs")),
          DISK,
        )
      ).map(place),
    ],
    refused: [
      `resource "aws_ebs_volume" "a" { type = "gp3" }`,
      `resource "aws_ebs_volume" "a" {
        type = "gp2"
        encrypted = true
      }`,
      `resource "aws_ebs_volume" "a" {
        type = "gp3"
        encrypted = var.encrypted
      }`,
      `resource "aws_instance" "a" { ami = "a" }`,
      `resource "aws_instance" "a" {
  root_block_device { volume_type = "gp3" }
}`,
      `resource "aws_launch_template" "a" {
  block_device_mappings {
  ebs { encrypted = false }
}
}`,
    ],
  },
  {
    what: "disks begin with 20 GB for the system and 50 GB for data",
    judge: (files) =>
      blocksOf(files, "variable").filter(({ name, body }) =>
        (name === "root_volume_gb" && ![undefined, 20].includes(body.default as number)) ||
        (name === "data_volume_gb" && ![undefined, 50].includes(body.default as number))
      ).map((it) => `${place(it)}: ${it.body.default}`),
    refused: [
      `variable "root_volume_gb" { default = 8 }`,
      `variable "data_volume_gb" { default = 500 }`,
    ],
  },
  {
    what: "data lies on a volume that outlives its host",
    judge: (files) => [
      ...resourcesOf(files, "aws_instance").filter(({ body }) => "ebs_block_device" in body)
        .map((it) => `${place(it)}: a disk that goes with the host`),
      ...resourcesOf(files, "aws_ebs_volume").filter(({ path, body }) =>
        body.final_snapshot !== true || !siblings(files, path, "aws_volume_attachment").length
      ).map((it) => `${place(it)}: no attachment of its own, or no last snapshot`),
    ],
    refused: [
      `resource "aws_instance" "a" {
  ebs_block_device { device_name = "/dev/sdf" }
}`,
      `resource "aws_ebs_volume" "a" { final_snapshot = true }`,
    ],
  },
  {
    what: "no plan destroys a volume, a database or a bucket",
    judge: (files) =>
      resourcesOf(files, ...KEPT)
        .filter(({ body }) => !every(innerBlocks(body, "lifecycle"), { prevent_destroy: true }))
        .map(place),
    refused: [
      `resource "aws_ebs_volume" "a" { size = 50 }`,
      `resource "aws_s3_bucket" "a" {
  lifecycle { prevent_destroy = false }
}`,
      `resource "aws_db_instance" "a" {
  lifecycle { ignore_changes = [port] }
}`,
    ],
  },
  {
    what: "the database is encrypted, in two zones, backed up and hard to delete",
    judge: (files) =>
      resourcesOf(files, "aws_db_instance").filter(({ body }) =>
        !has(body, {
          storage_encrypted: true,
          storage_type: "gp3",
          multi_az: true,
          deletion_protection: true,
          skip_final_snapshot: false,
          manage_master_user_password: true,
        }) || [undefined, 0].includes(body.backup_retention_period as number)
      ).map(place),
    refused: [
      `resource "aws_db_instance" "a" { engine = "postgres" }`,
      `resource "aws_db_instance" "a" {
        storage_encrypted = true
        storage_type = "gp3"
        multi_az = false
        deletion_protection = true
        skip_final_snapshot = false
        manage_master_user_password = true
        backup_retention_period = 7
      }`,
    ],
  },
  {
    what: "the database takes no connection without TLS",
    judge: (files) => [
      ...localsOf(files).filter(([name, value]) =>
        name === "database" && at(value, "parameters", "rds.force_ssl") !== "1"
      ).map(() => "local.database: rds.force_ssl is not 1"),
      ...resourcesOf(files, "aws_db_instance").filter(({ path, body }) =>
        body.parameter_group_name === undefined ||
        !siblings(files, path, "aws_db_parameter_group").length
      ).map(place),
    ],
    refused: [
      `locals { database = { parameters = { "rds.force_ssl" = "0" } } }`,
      `resource "aws_db_instance" "a" { engine = "postgres" }`,
    ],
  },
  {
    what: "a bucket is private, encrypted, versioned, and has its rules",
    judge: (files) =>
      resourcesOf(files, "aws_s3_bucket").flatMap((bucket) => [
        ...BUCKET_PARTS.filter((part) => siblings(files, bucket.path, part).length === 0)
          .map((part) => `${place(bucket)}: no ${part}`),
        ...("acl" in bucket.body || bucket.body.force_destroy === true
          ? [`${place(bucket)}: acl or force_destroy`]
          : []),
      ]),
    refused: [`resource "aws_s3_bucket" "a" { bucket = "a" }`],
  },
  {
    what: "the parts of a bucket say what they have to",
    judge: (files) => [
      ...resourcesOf(files, "aws_s3_bucket_public_access_block").filter(({ body }) =>
        !has(body, {
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        })
      ).map(place),
      ...resourcesOf(files, "aws_s3_bucket_versioning")
        .filter(({ body }) =>
          !every(innerBlocks(body, "versioning_configuration"), { status: "Enabled" })
        ).map(place),
      ...resourcesOf(files, "aws_s3_bucket_ownership_controls")
        .filter(({ body }) =>
          !every(innerBlocks(body, "rule"), { object_ownership: "BucketOwnerEnforced" })
        ).map(place),
    ],
    refused: [
      `resource "aws_s3_bucket_public_access_block" "a" { block_public_acls = true }`,
      `resource "aws_s3_bucket_versioning" "a" {
  versioning_configuration { status = "Suspended" }
}`,
      `resource "aws_s3_bucket_ownership_controls" "a" {
  rule { object_ownership = "ObjectWriter" }
}`,
    ],
  },
  {
    what: "topics are encrypted, but for the one of alarms, which CloudWatch could not write to",
    judge: (files) =>
      resourcesOf(files, "aws_sns_topic").filter(({ type, name, body }) =>
        body.kms_master_key_id === undefined && `${type}.${name}` !== PLAIN_TOPIC
      ).map(place),
    refused: [`resource "aws_sns_topic" "alerts" { name = "a" }`],
    allowed: [`resource "aws_sns_topic" "alarms" { name = "a" }`],
  },
  {
    what: "no log is kept for ever",
    judge: (files) =>
      resourcesOf(files, "aws_cloudwatch_log_group")
        .filter(({ body }) => [undefined, 0].includes(body.retention_in_days as number)).map(place),
    refused: [`resource "aws_cloudwatch_log_group" "a" { name = "a" }`],
  },
];

function has(body: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(([name, value]) => body[name] === value);
}

/** Whether there are such blocks, and each of them says it. */
function every(bodies: readonly JsonObject[], wanted: JsonObject): boolean {
  return bodies.length > 0 && bodies.every((body) => has(body, wanted));
}

/** The resources of a type in the module of a file. */
function siblings(files: readonly TerraformFile[], path: string, type: string) {
  return resourcesOf(files, type).filter((it) => folderOf(it.path) === folderOf(path));
}

function at(value: Json, ...names: string[]): Json | undefined {
  return names.reduce<Json | undefined>(
    (it, name) => (asList(it)[0] as JsonObject | undefined)?.[name],
    value,
  );
}
