output "balancer_dns_name" {
  description = "Name of the balancer, which domain_name has to lead to."
  value       = aws_lb.this.dns_name
}

output "bucket" {
  description = "Name of the bucket of releases, models and backups."
  value       = aws_s3_bucket.this.id
}

output "database_address" {
  description = "Host name of the database."
  value       = aws_db_instance.this.address
}

output "database_master_secret_arn" {
  description = "Where RDS keeps the master's password; the password itself is not in the state."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "group_names" {
  description = "Names of the groups of instances."
  value       = { for key, one in aws_autoscaling_group.instances : key => one.name }
}

output "dashboard_name" {
  description = "Name of the dashboard of CloudWatch."
  value       = module.alarms.dashboard_name
}
