# What only the scaled stage asks for.

variable "vpc_cidr" {
  description = "Addresses of the VPC that the scaled stage makes."
  type        = string
  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && can(regex("^(10\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|192\\.168\\.).*/(1[6-9]|20)$", var.vpc_cidr))
    error_message = "vpc_cidr is \"${var.vpc_cidr}\"; it has to be a private network from /16 to /20, for instance 10.40.0.0/16."
  }
}

variable "zone_count" {
  description = "Availability zones of the scaled stage."
  type        = number
  validation {
    condition     = contains([2, 3], var.zone_count)
    error_message = "zone_count is ${var.zone_count}; it has to be 2 or 3: balancer and database need two."
  }
}

variable "nat_per_zone" {
  description = "True: a NAT gateway in each zone. False: one for all."
  type        = bool
}

variable "web_allowed_cidrs" {
  description = "Who may reach the balancer on 443; empty means dev_workstation_ip alone."
  type        = list(string)
  validation {
    condition     = alltrue([for one in var.web_allowed_cidrs : can(cidrhost(one, 0)) && !strcontains(one, ":")])
    error_message = "web_allowed_cidrs is ${jsonencode(var.web_allowed_cidrs)}; each has to be an IPv4 network such as 198.51.100.0/24."
  }
}

variable "certificate_arn" {
  description = "An issued certificate of ACM, or null where hosted_zone_id is given."
  type        = string
  validation {
    condition     = var.certificate_arn == null ? true : can(regex("^arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[0-9a-f-]{36}$", var.certificate_arn))
    error_message = "certificate_arn is not the ARN of a certificate of ACM."
  }
  validation {
    condition     = var.stage == "single" || (var.certificate_arn == null) != (var.hosted_zone_id == null)
    error_message = "The scaled stage needs either certificate_arn, of a certificate that is issued, or hosted_zone_id, in which one is made and proved; not both."
  }
}

variable "hosted_zone_id" {
  description = "The Route 53 zone of domain_name, or null where certificate_arn is given."
  type        = string
  validation {
    condition     = var.hosted_zone_id == null ? true : can(regex("^Z[0-9A-Z]{5,31}$", var.hosted_zone_id))
    error_message = "hosted_zone_id has to be the id of a zone of Route 53, for instance Z0123456789ABCDEFGHIJ."
  }
}

variable "web_instance_type" {
  description = "Type of the web instances."
  type        = string
  validation {
    condition     = can(regex("^(t3|t3a|m7i|m7i-flex|c7i|c7i-flex)\\.[a-z0-9]+$", var.web_instance_type))
    error_message = "web_instance_type is \"${var.web_instance_type}\"; it has to be t3, t3a, m7i, m7i-flex, c7i or c7i-flex, with a size."
  }
}

variable "worker_instance_type" {
  description = "Type of the workers, which train."
  type        = string
  validation {
    condition     = can(regex("^(t3|t3a|m7i|m7i-flex|c7i|c7i-flex)\\.[a-z0-9]+$", var.worker_instance_type))
    error_message = "worker_instance_type is \"${var.worker_instance_type}\"; it has to be t3, t3a, m7i, m7i-flex, c7i or c7i-flex, with a size."
  }
}

variable "web_instances" {
  description = "Fewest and most web instances."
  type        = object({ min = number, max = number })
  validation {
    condition     = var.web_instances.min >= 0 && var.web_instances.max >= 1 && var.web_instances.max <= 10 && var.web_instances.min <= var.web_instances.max
    error_message = "web_instances is ${jsonencode(var.web_instances)}; it needs 0 <= min <= max and 1 <= max <= 10."
  }
}

variable "worker_instances" {
  description = "Workers that run."
  type        = number
  validation {
    condition     = var.worker_instances >= 0 && var.worker_instances <= 4 && floor(var.worker_instances) == var.worker_instances
    error_message = "worker_instances is ${var.worker_instances}; it has to be 0 to 4."
  }
}

variable "database_instance_class" {
  description = "Class of the RDS instance."
  type        = string
  validation {
    condition     = can(regex("^db\\.(t4g|t3|m7g|m8g|r7g|r8g)\\.[a-z0-9]+$", var.database_instance_class))
    error_message = "database_instance_class is \"${var.database_instance_class}\"; it has to be a class such as db.t4g.micro or db.m7g.large."
  }
}

variable "database_storage_gb" {
  description = "Storage of the RDS instance at first; it grows by itself to four times that."
  type        = number
  validation {
    condition     = var.database_storage_gb >= 20 && var.database_storage_gb <= 4000 && floor(var.database_storage_gb) == var.database_storage_gb
    error_message = "database_storage_gb is ${var.database_storage_gb}; it has to be a whole number from 20 to 4000."
  }
}

variable "database_backup_days" {
  description = "Days back to which the database can be restored."
  type        = number
  validation {
    condition     = var.database_backup_days >= 7 && var.database_backup_days <= 35
    error_message = "database_backup_days is ${var.database_backup_days}; it has to be 7 to 35."
  }
}
