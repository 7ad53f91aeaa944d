output "trust_json" {
  description = "Who may take the roles: hosts."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.trust })
}

output "managed_policy_arns" {
  description = "The policies of AWS that every host has."
  value       = { for name in local.managed_policies : name => "arn:${var.partition}:iam::aws:policy/${name}" }
}

output "host_json" {
  description = "What the host of stage one may do."
  value       = jsonencode({ Version = "2012-10-17", Statement = local.host })
}

output "group_json" {
  description = "What instances of the scaled stage may do, by group."
  value = var.bucket_arn == null ? {} : {
    web    = jsonencode({ Version = "2012-10-17", Statement = local.web })
    worker = jsonencode({ Version = "2012-10-17", Statement = local.worker })
  }
}

output "bucket_json" {
  description = "What the bucket refuses; null without a bucket."
  value       = var.bucket_arn == null ? null : jsonencode({ Version = "2012-10-17", Statement = local.bucket_rules })
}
