locals {
  names = {
    security_group   = "${var.name}-sg"
    role             = "${var.name}-ec2-role"
    instance_profile = "${var.name}-ec2-profile"
    host             = "${var.name}-host"
    data_volume      = "${var.name}-data"
    alerts_topic     = "${var.name}-alerts"
    alarms_topic     = "${var.name}-alarms"
    database         = "${var.name}-db"
    balancer         = "${var.name}-alb"
    prefix           = var.name
  }

  # One for each stage that stands: DATABASE_URL of the one must not lead the other astray while data is moved.
  secret_names = merge(
    local.has_single ? { single = "${var.name}/app" } : {},
    local.has_scaled ? { scaled = "${var.name}/scaled" } : {},
  )

  # The CloudWatch agent writes to these (scripts/cloudwatch_agent.json); days for which they are kept.
  log_group_days = {
    "/crypto-ai/web"      = 30
    "/crypto-ai/worker"   = 30
    "/crypto-ai/postgres" = 30
    "/crypto-ai/deploy"   = 365
  }

  tags = merge(var.extra_tags, {
    Project   = var.name
    ManagedBy = "terraform"
    Stage     = var.stage
  })

  has_single = var.stage != "scaled"
  has_scaled = var.stage != "single"
}
