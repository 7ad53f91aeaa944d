variable "names" {
  description = "Names of what is made, from modules/config."
  type        = map(string)
}

variable "vpc_id" {
  description = "The existing VPC."
  type        = string
}

variable "subnet_id" {
  description = "The existing public subnet."
  type        = string
}

variable "key_pair_name" {
  description = "Key pair for SSH, or null: SSM needs none."
  type        = string
}

variable "instance_type" {
  description = "Type of the host."
  type        = string
}

variable "ingress" {
  description = "Who may reach the host, by rule, from modules/config."
  type        = map(object({ port = number, cidr = string, description = string }))
}

variable "volumes" {
  description = "Sizes of the disks, from modules/config."
  type = object({
    root = object({ size_gb = number })
    data = object({ size_gb = number, device = string })
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

variable "partition" {
  description = "The partition of AWS."
  type        = string
}

variable "region" {
  description = "The region."
  type        = string
}
