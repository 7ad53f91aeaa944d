# Two topics: what the program tells people of the market, and what CloudWatch tells operators of the service.

resource "aws_sns_topic" "alerts" {
  name              = module.config.names.alerts_topic
  kms_master_key_id = "alias/aws/sns"

  tags = { Name = module.config.names.alerts_topic }
}

# Not encrypted at rest: CloudWatch may not use the key that AWS manages for SNS, and one's own key would cost more
# than the message is worth, which holds the name of an alarm and a figure.
resource "aws_sns_topic" "alarms" {
  name = module.config.names.alarms_topic

  tags = { Name = module.config.names.alarms_topic }
}

resource "aws_sns_topic_subscription" "alarm_email" {
  count = var.alarm_email == null ? 0 : 1

  topic_arn = aws_sns_topic.alarms.arn
  protocol  = "email"
  endpoint  = var.alarm_email
}

resource "aws_sns_topic_subscription" "alert_phone" {
  count = nonsensitive(var.alert_phone_number == null) ? 0 : 1

  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "sms"
  endpoint  = var.alert_phone_number
}
