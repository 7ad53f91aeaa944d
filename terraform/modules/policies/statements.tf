# What hosts may do, as data. Every resource is named; nothing is allowed on all of them.

locals {
  trust = [{
    Effect    = "Allow"
    Action    = ["sts:AssumeRole"]
    Principal = { Service = "ec2.amazonaws.com" }
  }]

  # Exactly these two. Everything else that a host may do stands below, by resource.
  managed_policies = ["AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy"]

  publish_alerts = {
    Sid      = "PublishAlerts"
    Effect   = "Allow"
    Action   = ["sns:Publish"]
    Resource = [var.topic_arn]
  }

  read_secret = {
    Sid      = "ReadSecret"
    Effect   = "Allow"
    Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    Resource = [var.secret_arn]
  }

  host = [local.publish_alerts, local.read_secret]
}

# The bucket is there in the scaled stage only.
locals {
  bucket = var.bucket_arn == null ? "" : var.bucket_arn

  find_objects = {
    Sid       = "FindObjects"
    Effect    = "Allow"
    Action    = ["s3:ListBucket"]
    Resource  = [local.bucket]
    Condition = { StringLike = { "s3:prefix" = ["releases/*", "models/*", "backups/*"] } }
  }

  read_releases_and_models = {
    Sid      = "ReadReleasesAndModels"
    Effect   = "Allow"
    Action   = ["s3:GetObject"]
    Resource = ["${local.bucket}/releases/*", "${local.bucket}/models/*"]
  }

  # Backups are written and read back to be checked. Nobody here may delete: the bucket's own rules do, by age.
  write_models_and_backups = {
    Sid      = "WriteModelsAndBackups"
    Effect   = "Allow"
    Action   = ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"]
    Resource = ["${local.bucket}/models/*", "${local.bucket}/backups/*"]
  }

  web    = concat(local.host, [local.find_objects, local.read_releases_and_models])
  worker = concat(local.web, [local.write_models_and_backups])

  # Refusals name everything on purpose: whatever is asked without TLS is refused.
  bucket_rules = [{
    Sid       = "OnlyOverTls"
    Effect    = "Deny"
    Principal = "*"
    Action    = ["s3:*"]
    Resource  = [local.bucket, "${local.bucket}/*"]
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }, {
    Sid       = "OnlyTls12OrNewer"
    Effect    = "Deny"
    Principal = "*"
    Action    = ["s3:*"]
    Resource  = [local.bucket, "${local.bucket}/*"]
    Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
  }]
}
