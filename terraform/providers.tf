provider "aws" {
  region = var.aws_region

  default_tags {
    tags = module.config.tags
  }
}

data "aws_caller_identity" "this" {}

data "aws_partition" "this" {}
