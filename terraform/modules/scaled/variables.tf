variable "names" {
  description = "Names of what is made, from modules/config."
  type        = map(string)
}

variable "tags" {
  description = "Tags of everything, for what default tags do not reach: instances that a group makes."
  type        = map(string)
}

variable "vpc_cidr" {
  description = "Addresses of the VPC."
  type        = string
}

variable "subnets" {
  description = "Addresses by kind of subnet and place of the zone, from modules/config."
  type        = object({ public = map(string), private = map(string), data = map(string) })
}

variable "nat_zones" {
  description = "Places of the zones that have a NAT gateway."
  type        = set(string)
}

variable "nat_of_zone" {
  description = "The zone of the NAT gateway by which a private subnet leaves."
  type        = map(string)
}

variable "web_cidrs" {
  description = "Who may reach the balancer on 443, from modules/config."
  type        = list(string)
}

variable "https_port" {
  description = "Port of the HTTPS face on every host."
  type        = number
}

variable "domain_name" {
  description = "Host name of the dashboard."
  type        = string
}

variable "certificate_arn" {
  description = "An issued certificate, or null where hosted_zone_id is given."
  type        = string
}

variable "hosted_zone_id" {
  description = "The zone of domain_name, or null where certificate_arn is given."
  type        = string
}

variable "groups" {
  description = "Groups of instances, from modules/config."
  type = object({
    web    = object({ instance_type = string, min = number, max = number, health_check = string })
    worker = object({ instance_type = string, min = number, max = number, health_check = string })
  })
}

variable "volumes" {
  description = "Sizes of the disks of a host, from modules/config."
  type        = object({ root = object({ size_gb = number }) })
}

variable "database" {
  description = "What the RDS instance is like, from modules/config."
  type = object({
    engine_version     = string
    family             = string
    class              = string
    storage_gb         = number
    max_storage_gb     = number
    backup_days        = number
    name               = string
    master_user        = string
    port               = number
    backup_window      = string
    maintenance_window = string
    parameters         = map(string)
  })
}

variable "bucket_days" {
  description = "How long the bucket keeps what, from modules/config."
  type = object({
    backups_to_cold_storage = number
    backups                 = number
    old_versions            = number
    broken_uploads          = number
  })
}

variable "settings" {
  description = "Settings of the program, without secrets."
  type        = map(string)
}

variable "alarms" {
  description = "Alarms as data, from modules/config."
  type = map(object({
    description = string
    namespace   = string
    metric      = string
    statistic   = string
    subject     = string
    comparison  = string
    threshold   = number
    period_s    = number
    periods     = number
    missing     = string
  }))
}

variable "alerts_topic_arn" {
  description = "The topic that the program publishes alerts to."
  type        = string
}

variable "alarms_topic_arn" {
  description = "The topic that alarms go to."
  type        = string
}

variable "secret_arn" {
  description = "The secret that the program reads."
  type        = string
}

variable "account_id" {
  description = "The account: part of the bucket's name, which is unique in the world."
  type        = string
}

variable "partition" {
  description = "The partition of AWS."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
}
