# Decisions come from modules/config; the stages make resources of them.

module "config" {
  source = "./modules/config"

  name                    = var.name
  stage                   = var.stage
  extra_tags              = var.extra_tags
  dev_workstation_ip      = var.dev_workstation_ip
  domain_name             = var.domain_name
  vpc_id                  = var.vpc_id
  subnet_id               = var.subnet_id
  instance_type           = var.instance_type
  root_volume_gb          = var.root_volume_gb
  data_volume_gb          = var.data_volume_gb
  vpc_cidr                = var.vpc_cidr
  zone_count              = var.zone_count
  nat_per_zone            = var.nat_per_zone
  web_allowed_cidrs       = var.web_allowed_cidrs
  certificate_arn         = var.certificate_arn
  hosted_zone_id          = var.hosted_zone_id
  web_instance_type       = var.web_instance_type
  worker_instance_type    = var.worker_instance_type
  web_instances           = var.web_instances
  worker_instances        = var.worker_instances
  database_instance_class = var.database_instance_class
  database_storage_gb     = var.database_storage_gb
  database_backup_days    = var.database_backup_days
}

locals {
  # Settings that name what is made here.
  places = { for stage, secret in aws_secretsmanager_secret.app : stage => {
    AWS_REGION          = var.aws_region
    AWS_SNS_TOPIC_ARN   = aws_sns_topic.alerts.arn
    SECRETS_MANAGER_ARN = secret.arn
  } }
}

module "single" {
  source = "./modules/single"
  count  = module.config.has_single ? 1 : 0

  names            = module.config.names
  vpc_id           = var.vpc_id
  subnet_id        = var.subnet_id
  key_pair_name    = var.key_pair_name
  instance_type    = var.instance_type
  ingress          = module.config.single_ingress
  volumes          = module.config.volumes
  settings         = merge(module.config.settings, local.places["single"])
  alarms           = module.config.single_alarms
  alerts_topic_arn = aws_sns_topic.alerts.arn
  alarms_topic_arn = aws_sns_topic.alarms.arn
  secret_arn       = aws_secretsmanager_secret.app["single"].arn
  partition        = data.aws_partition.this.partition
  region           = var.aws_region
}

module "scaled" {
  source = "./modules/scaled"
  count  = module.config.has_scaled ? 1 : 0

  names            = module.config.names
  tags             = module.config.tags
  vpc_cidr         = module.config.vpc_cidr
  subnets          = module.config.subnets
  nat_zones        = module.config.nat_zones
  nat_of_zone      = module.config.nat_of_zone
  web_cidrs        = module.config.web_cidrs
  https_port       = module.config.https_port
  domain_name      = var.domain_name
  certificate_arn  = var.certificate_arn
  hosted_zone_id   = var.hosted_zone_id
  groups           = module.config.groups
  volumes          = module.config.volumes
  database         = module.config.database
  bucket_days      = module.config.bucket_days
  settings         = merge(module.config.scaled_settings, local.places["scaled"])
  alarms           = module.config.scaled_alarms
  alerts_topic_arn = aws_sns_topic.alerts.arn
  alarms_topic_arn = aws_sns_topic.alarms.arn
  secret_arn       = aws_secretsmanager_secret.app["scaled"].arn
  account_id       = data.aws_caller_identity.this.account_id
  partition        = data.aws_partition.this.partition
  region           = var.aws_region
}
