module "alarms" {
  source = "../alarms"

  prefix    = "${var.names.prefix}-single"
  alarms    = var.alarms
  topic_arn = var.alarms_topic_arn
  region    = var.region
  dimensions = {
    host = { InstanceId = aws_instance.host.id }
    # As the CloudWatch agent names it (scripts/cloudwatch_agent.json).
    data_disk = { InstanceId = aws_instance.host.id, path = "/var/lib/crypto-ai", fstype = "xfs" }
  }
}
