variable "prefix" {
  description = "Goes before the names of the alarms."
  type        = string
}

variable "alarms" {
  description = "Alarms by name, as modules/config states them."
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

variable "dimensions" {
  description = "Dimensions of a measurement, by subject."
  type        = map(map(string))
}

variable "topic_arn" {
  description = "The topic that alarms go to."
  type        = string
}

variable "region" {
  description = "Region of the measurements."
  type        = string
}
