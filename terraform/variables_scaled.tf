# What only the scaled stage asks for.

variable "vpc_cidr" {
  description = "Addresses of the VPC that the scaled stage makes."
  type        = string
  default     = "10.40.0.0/16"
}

variable "zone_count" {
  description = "Availability zones, 2 or 3."
  type        = number
  default     = 2
}

variable "nat_per_zone" {
  description = "True: a NAT gateway in each zone, which costs as much again. False: without the first zone nothing goes out."
  type        = bool
  default     = false
}

variable "web_allowed_cidrs" {
  description = "Networks that may reach the balancer on 443. Empty: dev_workstation_ip alone."
  type        = list(string)
  default     = []
}

variable "certificate_arn" {
  description = "An issued certificate of ACM for domain_name; or hosted_zone_id."
  type        = string
  default     = null
}

variable "hosted_zone_id" {
  description = "The Route 53 zone of domain_name, in which certificate and address are made; or certificate_arn."
  type        = string
  default     = null
}

variable "web_instance_type" {
  description = "Type of the web instances."
  type        = string
  default     = "t3.micro"
}

variable "worker_instance_type" {
  description = "Type of the workers, which train."
  type        = string
  default     = "t3.small"
}

variable "web_instances" {
  description = "Fewest and most web instances. Begin with min = 0, until a release is published."
  type        = object({ min = number, max = number })
  default     = { min = 2, max = 4 }
}

variable "worker_instances" {
  description = "Workers that run. Begin with 0, until a release is published."
  type        = number
  default     = 1
}

variable "database_instance_class" {
  description = "Class of the RDS instance."
  type        = string
  default     = "db.t4g.micro"
}

variable "database_storage_gb" {
  description = "Storage of the RDS instance at first; it grows by itself to four times that."
  type        = number
  default     = 50
}

variable "database_backup_days" {
  description = "Days back to which the database can be restored to any second."
  type        = number
  default     = 14
}
