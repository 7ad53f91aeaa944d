output "names" {
  description = "Names of what is made."
  value       = local.names
}

output "secret_names" {
  description = "Names of the secrets, by stage."
  value       = local.secret_names
}

output "log_group_days" {
  description = "Log groups, and the days for which they are kept."
  value       = local.log_group_days
}

output "tags" {
  description = "Tags of everything."
  value       = local.tags
}

output "has_single" {
  description = "Whether the one host of stage one stands."
  value       = local.has_single
}

output "has_scaled" {
  description = "Whether the scaled stage stands."
  value       = local.has_scaled
}

output "https_port" {
  description = "Port of the HTTPS face on every host."
  value       = local.https_port
}

output "single_ingress" {
  description = "Who may reach the host of stage one, by rule."
  value       = local.single_ingress
}

output "web_cidrs" {
  description = "Who may reach the balancer on 443."
  value       = local.web_cidrs
}

output "vpc_cidr" {
  description = "Addresses of the VPC of the scaled stage."
  value       = var.vpc_cidr
}

output "subnets" {
  description = "Addresses by kind of subnet and place of the zone."
  value       = local.subnets
}

output "nat_zones" {
  description = "Places of the zones that have a NAT gateway."
  value       = local.nat_zones
}

output "nat_of_zone" {
  description = "The zone of the NAT gateway by which a private subnet leaves."
  value       = local.nat_of_zone
}

output "volumes" {
  description = "Sizes of the disks of a host."
  value       = local.volumes
}

output "groups" {
  description = "The groups of instances of the scaled stage."
  value       = local.groups
}

output "database" {
  description = "What the RDS instance is like."
  value       = local.database
}

output "bucket_days" {
  description = "How long the bucket keeps what."
  value       = local.bucket_days
}

output "single_alarms" {
  description = "Alarms of stage one."
  value       = local.single_alarms
}

output "scaled_alarms" {
  description = "Alarms of the scaled stage."
  value       = local.scaled_alarms
}

output "settings" {
  description = "Settings of the program on the host of stage one."
  value       = local.settings
}

output "scaled_settings" {
  description = "Settings of the program on hosts of the scaled stage."
  value       = local.scaled_settings
}

output "url" {
  description = "Address of the dashboard, by stage."
  value = {
    single = "https://${var.domain_name}:${local.https_port}"
    scaled = "https://${var.domain_name}"
  }
}
