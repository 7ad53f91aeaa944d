import { blocksOf, localsOf, place, resourcesOf, type TerraformFile } from "../configuration.ts";
import { asObject, isObject, type Json, walk } from "../json_value.ts";
import type { Policy } from "../policy.ts";

/** The whole world, by IPv4 or IPv6, in any spelling that AWS takes. */
const WORLD = /(?<![\d.])0\.0\.0\.0\/0|(?<![\da-f])(?:0?::0?|(?:0{1,4}:){7}0{1,4})\/0/i;
const LITERAL_NETWORK = /\d+\.\d+\.\d+\.\d+\/\d+|[\da-f]*::[\da-f:]*\/\d+/i;

/** Outward the world may be named, by these arguments of these resources. */
const OUTWARD: Readonly<Record<string, string>> = {
  aws_vpc_security_group_egress_rule: "cidr_ipv4",
  aws_route: "destination_cidr_block",
};

/** Ports that a host of stage one may be reached on. */
const HOST_PORTS: readonly Json[] = [22, "${local.https_port}"];

export const NETWORK_POLICIES: readonly Policy[] = [
  {
    what: "the world is named outward only",
    judge: (files) => [...worldInResources(files), ...worldElsewhere(files)],
    refused: [
      `resource "aws_vpc_security_group_ingress_rule" "a" { cidr_ipv4 = "0.0.0.0/0" }`,
      `resource "aws_vpc_security_group_ingress_rule" "a" { cidr_ipv6 = "::/0" }`,
      `resource "aws_vpc_security_group_ingress_rule" "a" { cidr_ipv4 = var.open ? "0.0.0.0/0" : var.b }`,
      `resource "aws_security_group" "a" {
  ingress { cidr_blocks = ["0.0.0.0/0"] }
}`,
      `resource "aws_lb" "a" { name = "0:0:0:0:0:0:0:0/0" }`,
      `variable "web_allowed_cidrs" { default = ["0.0.0.0/0"] }`,
      `locals { single_ingress = { ssh = { cidr = "0.0.0.0/0" } } }`,
      `module "a" { cidrs = concat(var.a, ["0.0.0.0/0"]) }`,
    ],
    allowed: [
      `resource "aws_vpc_security_group_egress_rule" "a" { cidr_ipv4 = "0.0.0.0/0" }`,
      `resource "aws_route" "a" { destination_cidr_block = "0.0.0.0/0" }`,
      `variable "vpc_cidr" { default = "10.0.0.0/16" }`,
    ],
  },
  {
    what: "security groups have their rules as resources of their own, of the newer kind",
    judge: (files) => [
      ...resourcesOf(files, "aws_security_group_rule").map((it) =>
        `${place(it)}: the older kind of rule`
      ),
      ...resourcesOf(files, "aws_security_group", "aws_default_security_group")
        .filter(({ body }) => "ingress" in body || "egress" in body || "dynamic" in body)
        .map((it) => `${place(it)}: rules inside the group`),
    ],
    refused: [
      `resource "aws_security_group_rule" "a" { type = "ingress" }`,
      `resource "aws_security_group" "a" {
  ingress { from_port = 22 }
}`,
      `resource "aws_security_group" "a" {
  dynamic "ingress" { for_each = var.a }
}`,
    ],
  },
  {
    what: "who may come in is stated by modules/config or is another security group",
    judge: (files) =>
      resourcesOf(files, "aws_vpc_security_group_ingress_rule").flatMap((rule) => {
        const { cidr_ipv4, cidr_ipv6, prefix_list_id, referenced_security_group_id } = rule.body;
        if (cidr_ipv6 !== undefined || prefix_list_id !== undefined) {
          return [`${place(rule)}: neither`];
        }
        if (referenced_security_group_id !== undefined) return [];
        return /^\$\{each\.value(?:\.cidr)?\}$/.test(String(cidr_ipv4))
          ? []
          : [`${place(rule)}: ${cidr_ipv4}`];
      }),
    refused: [
      `resource "aws_vpc_security_group_ingress_rule" "a" { cidr_ipv4 = "10.0.0.0/8" }`,
      `resource "aws_vpc_security_group_ingress_rule" "a" { cidr_ipv4 = data.aws_vpc.this.cidr_block }`,
      `resource "aws_vpc_security_group_ingress_rule" "a" { prefix_list_id = "pl-1" }`,
      `resource "aws_vpc_security_group_ingress_rule" "a" { ip_protocol = "-1" }`,
    ],
    allowed: [
      `resource "aws_vpc_security_group_ingress_rule" "a" { cidr_ipv4 = each.value.cidr }`,
      `resource "aws_vpc_security_group_ingress_rule" "a" { referenced_security_group_id = aws_security_group.a.id }`,
    ],
  },
  {
    what: "what comes in is TCP on stated ports, never all of them",
    judge: (files) =>
      resourcesOf(files, "aws_vpc_security_group_ingress_rule").filter(({ body }) =>
        body.ip_protocol !== "tcp" || body.from_port === undefined ||
        body.from_port !== body.to_port
      ).map((rule) =>
        `${place(rule)}: ${rule.body.ip_protocol} ${rule.body.from_port} to ${rule.body.to_port}`
      ),
    refused: [
      `resource "aws_vpc_security_group_ingress_rule" "a" { ip_protocol = "-1" }`,
      `resource "aws_vpc_security_group_ingress_rule" "a" {
        ip_protocol = "tcp"
        from_port = 0
        to_port = 65535
      }`,
    ],
  },
  {
    what: "the host of stage one is open to dev_workstation_ip on 22 and 10443",
    judge: judgeHostRules,
    refused: [
      `locals { single_ingress = { ssh = { port = 22, cidr = "10.0.0.0/8" } } }`,
      `locals { single_ingress = { db = { port = 5432, cidr = var.dev_workstation_ip } } }`,
      `locals { https_port = 443 }`,
    ],
    allowed: [`locals { single_ingress = { ssh = { port = 22, cidr = var.dev_workstation_ip } } }`],
  },
  {
    what: "the balancer is open to those who are named, else to dev_workstation_ip",
    judge: (files) =>
      localsOf(files).filter(([name, value]) =>
        name === "web_cidrs" &&
        (LITERAL_NETWORK.test(String(value)) ||
          !/var\.web_allowed_cidrs\b.*: \[var\.dev_workstation_ip\]\}$/.test(String(value)))
      ).map(([, value]) => `web_cidrs is ${value}`),
    refused: [
      `locals { web_cidrs = ["10.0.0.0/8"] }`,
      `locals { web_cidrs = length(var.web_allowed_cidrs) > 0 ? var.web_allowed_cidrs : var.everybody }`,
    ],
  },
  {
    what: "no subnet and no database gives out public addresses",
    judge: (files) =>
      blocksOf(files, "resource").filter(({ type, body }) =>
        (type === "aws_subnet" &&
          ![undefined, false].includes(body.map_public_ip_on_launch as boolean)) ||
        (type === "aws_db_instance" && body.publicly_accessible !== false) ||
        (type === "aws_launch_template" && body.network_interfaces !== undefined)
      ).map(place),
    refused: [
      `resource "aws_subnet" "a" { map_public_ip_on_launch = true }`,
      `resource "aws_db_instance" "a" { publicly_accessible = true }`,
      `resource "aws_db_instance" "a" { engine = "postgres" }`,
      `resource "aws_launch_template" "a" {
  network_interfaces { associate_public_ip_address = true }
}`,
    ],
  },
  {
    what: "the balancer speaks TLS 1.2 or newer and nothing else, and drops what is malformed",
    judge: (files) => [
      ...resourcesOf(files, "aws_lb_listener").filter(({ body }) =>
        body.protocol !== "HTTPS" ||
        !String(body.ssl_policy).startsWith("ELBSecurityPolicy-TLS13-1-2")
      ).map(place),
      ...resourcesOf(files, "aws_lb").filter(({ body }) => body.drop_invalid_header_fields !== true)
        .map(place),
      ...resourcesOf(files, "aws_lb_target_group").filter(({ body }) => body.protocol !== "HTTPS")
        .map(place),
    ],
    refused: [
      `resource "aws_lb_listener" "a" { protocol = "HTTP" }`,
      `resource "aws_lb_listener" "a" {
        protocol = "HTTPS"
        ssl_policy = "ELBSecurityPolicy-2016-08"
      }`,
      `resource "aws_lb_target_group" "a" { protocol = "HTTP" }`,
      `resource "aws_lb" "a" { name = "a" }`,
    ],
  },
];

function worldInResources(files: readonly TerraformFile[]): string[] {
  return blocksOf(files, "resource").flatMap((block) =>
    Object.entries(block.body)
      .filter(([name, value]) => OUTWARD[block.type] !== name && mentionsWorld(value))
      .map(([name]) => `${place(block)}: ${name}`)
  );
}

function worldElsewhere(files: readonly TerraformFile[]): string[] {
  return files.flatMap(({ path, body }) =>
    Object.entries(body).filter(([kind, value]) => kind !== "resource" && mentionsWorld(value))
      .map(([kind]) => `${path}: ${kind}`)
  );
}

function mentionsWorld(value: Json): boolean {
  return [...walk(value)].some(([, one]) => typeof one === "string" && WORLD.test(one));
}

function judgeHostRules(files: readonly TerraformFile[]): string[] {
  return localsOf(files).flatMap(([name, value]) => {
    if (name === "https_port") return value === 10443 ? [] : [`https_port is ${value}`];
    if (name !== "single_ingress") return [];
    return Object.entries(asObject(value)).filter(([, rule]) =>
      !isObject(rule) || rule.cidr !== "${var.dev_workstation_ip}" ||
      !HOST_PORTS.includes(rule.port as Json)
    ).map(([rule, it]) => `single_ingress.${rule}: ${JSON.stringify(it)}`);
  });
}
