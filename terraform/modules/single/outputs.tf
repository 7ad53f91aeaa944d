output "elastic_ip" {
  description = "Address of the host."
  value       = aws_eip.host.public_ip
}

output "instance_id" {
  description = "Id of the host."
  value       = aws_instance.host.id
}

output "data_volume_id" {
  description = "Id of the data volume."
  value       = aws_ebs_volume.data.id
}

output "dashboard_name" {
  description = "Name of the dashboard of CloudWatch."
  value       = module.alarms.dashboard_name
}
