# The CloudWatch agent would make these by itself and keep them for ever.
resource "aws_cloudwatch_log_group" "this" {
  for_each = module.config.log_group_days

  name              = each.key
  retention_in_days = each.value

  tags = { Name = each.key }
}
