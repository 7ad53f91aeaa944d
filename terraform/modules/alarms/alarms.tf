locals {
  # Percentiles are asked for by another argument than plain statistics.
  percentile = { for key, one in var.alarms : key => startswith(one.statistic, "p") }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.alarms

  alarm_name          = "${var.prefix}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = var.dimensions[each.value.subject]
  statistic           = local.percentile[each.key] ? null : each.value.statistic
  extended_statistic  = local.percentile[each.key] ? each.value.statistic : null
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = each.value.period_s
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = [var.topic_arn]
  ok_actions          = [var.topic_arn]

  tags = { Name = "${var.prefix}-${each.key}" }
}
