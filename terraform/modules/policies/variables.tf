variable "topic_arn" {
  description = "The topic that alerts are published to."
  type        = string
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$", var.topic_arn))
    error_message = "topic_arn has to be the ARN of one topic."
  }
}

variable "secret_arn" {
  description = "The secret that the program reads."
  type        = string
  validation {
    condition     = can(regex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_-]+$", var.secret_arn))
    error_message = "secret_arn has to be the ARN of one secret."
  }
}

variable "bucket_arn" {
  description = "The bucket of the scaled stage, or null in stage one."
  type        = string
  validation {
    condition     = var.bucket_arn == null ? true : can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+$", var.bucket_arn))
    error_message = "bucket_arn has to be the ARN of one bucket."
  }
}

variable "partition" {
  description = "The partition of AWS: aws, or that of another world."
  type        = string
  validation {
    condition     = can(regex("^aws[a-z-]*$", var.partition))
    error_message = "partition is \"${var.partition}\"; it has to be aws, aws-cn or aws-us-gov."
  }
}
