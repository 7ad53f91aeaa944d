import { blocksOf, innerBlocks, localsOf, place, resourcesOf } from "../configuration.ts";
import { asList } from "../json_value.ts";
import type { Policy } from "../policy.ts";

const IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64";

export const HOST_POLICIES: readonly Policy[] = [
  {
    what: "the metadata of a host asks for a token and answers the host alone",
    judge: (files) =>
      resourcesOf(files, "aws_instance", "aws_launch_template").filter(({ body }) => {
        const [options, ...others] = innerBlocks(body, "metadata_options");
        return options?.http_tokens !== "required" || options.http_put_response_hop_limit !== 1 ||
          others.length > 0;
      }).map(place),
    refused: [
      `resource "aws_instance" "a" { ami = "a" }`,
      `resource "aws_instance" "a" {
        metadata_options {
          http_tokens = "optional"
          http_put_response_hop_limit = 1
        }
      }`,
      `resource "aws_launch_template" "a" {
        metadata_options {
          http_tokens = "required"
          http_put_response_hop_limit = 2
        }
      }`,
    ],
  },
  {
    what: "hosts run the newest Amazon Linux 2023, named by SSM",
    judge: (files) => [
      ...resourcesOf(files, "aws_instance", "aws_launch_template").filter(({ body }) =>
        (body.ami ?? body.image_id) !== "${data.aws_ssm_parameter.image.insecure_value}"
      ).map(place),
      ...blocksOf(files, "data").filter(({ type, body }) =>
        type === "aws_ssm_parameter" && body.name !== IMAGE
      ).map(place),
      ...blocksOf(files, "data").filter(({ type }) => type === "aws_ami").map(place),
    ],
    refused: [
      `resource "aws_instance" "a" { ami = "ami-0123456789abcdef0" }`,
      `data "aws_ssm_parameter" "image" { name = "/aws/service/other" }`,
      `data "aws_ami" "a" { owners = ["self"] }`,
    ],
  },
  {
    what: "a new image or script does not replace the one host",
    judge: (files) =>
      resourcesOf(files, "aws_instance").filter(({ body }) => {
        const ignored = innerBlocks(body, "lifecycle").flatMap((it) => asList(it.ignore_changes));
        return !ignored.includes("${ami}") || !ignored.includes("${user_data}");
      }).map(place),
    refused: [
      `resource "aws_instance" "a" { ami = "a" }`,
      `resource "aws_instance" "a" {
  lifecycle { ignore_changes = [ami] }
}`,
    ],
  },
  {
    what: "user data comes from modules/user_data",
    judge: (files) =>
      resourcesOf(files, "aws_instance", "aws_launch_template").filter(({ body }) =>
        !/^\$\{(?:base64encode\()?module\.user_data(?:\[each\.key\])?\.script\)?\}$/.test(
          String(body.user_data),
        )
      ).map(place),
    refused: [
      `resource "aws_instance" "a" { user_data = "#!/bin/sh" }`,
      `resource "aws_launch_template" "a" { user_data = base64encode("export PASSWORD=1") }`,
    ],
  },
  {
    what: "the one host may borrow processor time, and an alarm says when that costs money",
    judge: (files) => [
      ...resourcesOf(files, "aws_instance").filter(({ body }) =>
        innerBlocks(body, "credit_specification")[0]?.cpu_credits !== "unlimited"
      ).map(place),
      ...localsOf(files).filter(([name, value]) =>
        name === "single_alarms" && !JSON.stringify(value).includes("CPUSurplusCreditsCharged")
      ).map(() => "single_alarms: nothing tells of borrowed time that costs money"),
    ],
    refused: [
      `resource "aws_instance" "a" {
        credit_specification { cpu_credits = "standard" }
      }`,
      `locals { single_alarms = { memory = { metric = "mem_used_percent" } } }`,
    ],
  },
];
