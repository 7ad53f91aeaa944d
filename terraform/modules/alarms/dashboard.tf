# One graph for each alarm, with its threshold as a line: what is watched is what is shown.

locals {
  keys = sort(keys(var.alarms))
  widgets = [for place, key in local.keys : {
    type   = "metric"
    width  = 8
    height = 6
    x      = 8 * (place % 3)
    y      = 6 * floor(place / 3)
    properties = {
      title  = var.alarms[key].description
      region = var.region
      view   = "timeSeries"
      stat   = var.alarms[key].statistic
      period = var.alarms[key].period_s
      metrics = [concat(
        [var.alarms[key].namespace, var.alarms[key].metric],
        flatten([for name, value in var.dimensions[var.alarms[key].subject] : [name, value]]),
      )]
      annotations = { horizontal = [{ label = key, value = var.alarms[key].threshold }] }
    }
  }]
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.prefix
  dashboard_body = jsonencode({ widgets = local.widgets })
}
