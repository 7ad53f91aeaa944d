output "stage" {
  description = "What stands."
  value       = var.stage
}

output "url" {
  description = "Address of the dashboard, once domain_name leads to elastic_ip or balancer_dns_name."
  value       = module.config.has_scaled ? module.config.url.scaled : module.config.url.single
}

output "aws_region" {
  description = "Region of everything."
  value       = var.aws_region
}

output "elastic_ip" {
  description = "Address of the host of stage one."
  value       = one(module.single[*].elastic_ip)
}

output "instance_id" {
  description = "Id of the host of stage one, which deploy and remote talk to."
  value       = one(module.single[*].instance_id)
}

output "ssm_command" {
  description = "Opens a shell on the host of stage one, without SSH."
  value       = one([for id in module.single[*].instance_id : "aws ssm start-session --region ${var.aws_region} --target ${id}"])
}

output "data_volume_id" {
  description = "The data volume of stage one."
  value       = one(module.single[*].data_volume_id)
}

output "secret_names" {
  description = "The secrets whose values are put in by hand, by stage."
  value       = module.config.secret_names
}

output "alerts_topic_arn" {
  description = "The topic of the program's alerts; AWS_SNS_TOPIC_ARN of the program."
  value       = aws_sns_topic.alerts.arn
}

output "balancer_dns_name" {
  description = "Name of the balancer of the scaled stage, which domain_name has to lead to."
  value       = one(module.scaled[*].balancer_dns_name)
}

output "bucket" {
  description = "The bucket of releases, models and backups of the scaled stage."
  value       = one(module.scaled[*].bucket)
}

output "database_address" {
  description = "Host name of the database of the scaled stage."
  value       = one(module.scaled[*].database_address)
}

output "database_master_secret_arn" {
  description = "Where RDS keeps the master's password of the scaled stage."
  value       = one(module.scaled[*].database_master_secret_arn)
}

output "group_names" {
  description = "Names of the groups of instances of the scaled stage."
  value       = one(module.scaled[*].group_names)
}

output "dashboards" {
  description = "Names of the dashboards of CloudWatch."
  value       = concat(module.single[*].dashboard_name, module.scaled[*].dashboard_name)
}
