# Every rule about what may be asked for. The root passes its variables on, and what is wrong is said here.

variable "name" {
  description = "Prefix of every name, and the value of the tag Project."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name))
    error_message = "name has to be 3 to 20 of a-z, 0-9 and -, beginning with a letter: it becomes part of names of AWS."
  }
}

variable "stage" {
  description = "What stands: one host, the scaled stage, or both while data is moved."
  type        = string
  validation {
    condition     = contains(["single", "both", "scaled"], var.stage)
    error_message = "stage is \"${var.stage}\"; it has to be single, both or scaled."
  }
}

variable "dev_workstation_ip" {
  description = "The only addresses that may reach a host on 22 and 10443, as an IPv4 network."
  type        = string
  validation {
    condition     = can(cidrhost(var.dev_workstation_ip, 0)) && try(cidrhost(var.dev_workstation_ip, 0) == split("/", var.dev_workstation_ip)[0], false) && !strcontains(var.dev_workstation_ip, ":")
    error_message = "dev_workstation_ip is \"${var.dev_workstation_ip}\"; it has to be an IPv4 network without host bits, for instance 203.0.113.42/32."
  }
  validation {
    condition     = try(tonumber(split("/", var.dev_workstation_ip)[1]) >= 24, false)
    error_message = "dev_workstation_ip is \"${var.dev_workstation_ip}\"; it has to be a /24 or narrower, best a /32: it opens SSH."
  }
}

variable "vpc_id" {
  description = "The existing VPC of stage one."
  type        = string
  validation {
    condition     = var.vpc_id == null ? var.stage == "scaled" : can(regex("^vpc-[0-9a-f]{8,17}$", var.vpc_id))
    error_message = "vpc_id has to name the existing VPC of stage one, for instance vpc-0123456789abcdef0; only stage scaled goes without."
  }
}

variable "subnet_id" {
  description = "The existing public subnet of stage one."
  type        = string
  validation {
    condition     = var.subnet_id == null ? var.stage == "scaled" : can(regex("^subnet-[0-9a-f]{8,17}$", var.subnet_id))
    error_message = "subnet_id has to name the existing public subnet of stage one, for instance subnet-0123456789abcdef0; only stage scaled goes without."
  }
}

variable "domain_name" {
  description = "Host name of the dashboard."
  type        = string
  validation {
    condition     = can(regex("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$", var.domain_name))
    error_message = "domain_name is \"${var.domain_name}\"; it has to be a host name such as crypto-ai.example.com, without a scheme, a port or a path."
  }
}

variable "instance_type" {
  description = "Type of the one host of stage one."
  type        = string
  validation {
    condition     = can(regex("^(t3|t3a|m7i|m7i-flex|c7i|c7i-flex)\\.[a-z0-9]+$", var.instance_type))
    error_message = "instance_type is \"${var.instance_type}\"; it has to be of a family with x86-64 processors and NVMe volumes: t3, t3a, m7i, m7i-flex, c7i or c7i-flex."
  }
}

variable "root_volume_gb" {
  description = "Size of a system disk."
  type        = number
  validation {
    condition     = var.root_volume_gb >= 20 && var.root_volume_gb <= 200 && floor(var.root_volume_gb) == var.root_volume_gb
    error_message = "root_volume_gb is ${var.root_volume_gb}; it has to be a whole number from 20 to 200: five releases with their packages need about 10 GB."
  }
}

variable "data_volume_gb" {
  description = "Size of the data volume of stage one."
  type        = number
  validation {
    condition     = var.data_volume_gb >= 50 && var.data_volume_gb <= 1000 && floor(var.data_volume_gb) == var.data_volume_gb
    error_message = "data_volume_gb is ${var.data_volume_gb}; it has to be a whole number from 50 to 1000. A volume can grow and never shrink."
  }
}

variable "extra_tags" {
  description = "Further tags of everything, for instance a cost centre."
  type        = map(string)
  validation {
    condition     = length(setintersection(keys(var.extra_tags), ["Project", "ManagedBy", "Stage", "Name"])) == 0
    error_message = "extra_tags must not have Project, ManagedBy, Stage or Name: those are set here."
  }
}
