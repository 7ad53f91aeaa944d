# What is asked for. What it has to look like is said in modules/config, to which these are passed on.

variable "aws_region" {
  description = "Region of everything."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region is \"${var.aws_region}\"; it has to be a region such as us-east-1 or eu-central-1."
  }
}

variable "name" {
  description = "Prefix of every name, and the value of the tag Project."
  type        = string
  default     = "crypto-ai"
}

variable "stage" {
  description = "What stands: single, one host; scaled, a balancer, groups and RDS; both, while data is moved between them."
  type        = string
  default     = "single"
}

variable "extra_tags" {
  description = "Further tags of everything, for instance a cost centre."
  type        = map(string)
  default     = {}
}

variable "dev_workstation_ip" {
  description = "The only addresses that may reach a host on 22 and 10443: an IPv4 network, /24 or narrower, best a /32."
  type        = string
}

variable "domain_name" {
  description = "Host name of the dashboard."
  type        = string
  default     = "crypto-ai.crypto-vision.com"
}

variable "alarm_email" {
  description = "Where alarms are mailed to, after a confirmation by mail; null: nowhere."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null ? true : can(regex("^[^@[:space:]]+@[^@[:space:]]+\\.[^@[:space:]]+$", var.alarm_email))
    error_message = "alarm_email has to be one address of mail."
  }
}

variable "alert_phone_number" {
  description = "Telephone that the program's alerts go to as SMS, with country code; null: nowhere."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.alert_phone_number == null ? true : can(regex("^\\+[1-9][0-9]{6,14}$", var.alert_phone_number))
    error_message = "alert_phone_number has to begin with + and the country code, digits only."
  }
}

# Stage one

variable "vpc_id" {
  description = "The existing VPC of stage one."
  type        = string
  default     = null
}

variable "subnet_id" {
  description = "The existing public subnet of stage one."
  type        = string
  default     = null
}

variable "key_pair_name" {
  description = "An existing key pair, for SSH; null: SSM alone, which needs none."
  type        = string
  default     = null

  validation {
    condition     = var.key_pair_name == null ? true : can(regex("^[[:graph:]]([[:print:]]{0,253}[[:graph:]])?$", var.key_pair_name))
    error_message = "key_pair_name has to be the name of a key pair, without spaces around it; leave it out for none."
  }
}

variable "instance_type" {
  description = "Type of the host."
  type        = string
  default     = "t3.micro"
}

variable "root_volume_gb" {
  description = "Size of the system disk of a host."
  type        = number
  default     = 20
}

variable "data_volume_gb" {
  description = "Size of the data volume. It can grow and never shrink."
  type        = number
  default     = 50
}
