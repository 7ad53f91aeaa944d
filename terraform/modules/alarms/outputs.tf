output "dashboard_name" {
  description = "Name of the dashboard of CloudWatch."
  value       = aws_cloudwatch_dashboard.this.dashboard_name
}

output "alarm_names" {
  description = "Names of the alarms."
  value       = [for one in aws_cloudwatch_metric_alarm.this : one.alarm_name]
}
