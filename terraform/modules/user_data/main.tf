# The scripts are plain files that can be run and tested as they are; what differs from host to host comes before them
# as variables. A volume attached to a host is found by its id, never by the order in which disks appear.

locals {
  values = {
    CRYPTO_AI_VOLUME = var.data_volume_id == null ? "" : var.data_volume_id
    CRYPTO_AI_BUCKET = var.release == null ? "" : var.release.bucket
    CRYPTO_AI_UNIT   = var.release == null ? "" : var.release.unit
  }
  lines  = [for name in sort(keys(var.settings)) : "${name}=${var.settings[name]}"]
  head   = concat(["#!/usr/bin/env bash"], [for name, value in local.values : "export ${name}='${value}'"])
  export = "export CRYPTO_AI_SETTINGS='${join("\n", local.lines)}'"
  parts = concat(
    [join("\n", local.head), local.export, file("${path.module}/prepare_host.sh")],
    var.release == null ? [] : [file("${path.module}/fetch_release.sh")],
  )
  script = "${join("\n", local.parts)}\n"
}
