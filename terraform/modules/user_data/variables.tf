variable "settings" {
  description = "Lines of /etc/crypto-ai/env, written where there is no such file yet. No secrets."
  type        = map(string)
  validation {
    condition     = alltrue([for name, value in var.settings : can(regex("^[A-Z][A-Z0-9_]*$", name)) && can(regex("^[A-Za-z0-9_.,:/@-]*$", value))])
    error_message = "settings has a name or a value with a character that a shell or a line of settings reads otherwise."
  }
  validation {
    condition     = length(regexall("SECRET_KEY|PASSWORD|TOKEN|API_KEY|DATABASE_URL", join(" ", keys(var.settings)))) == 0
    error_message = "settings names a secret. Anyone on the host can read user data: put it into Secrets Manager."
  }
}

variable "data_volume_id" {
  description = "The data volume to mount, or null where a host keeps nothing."
  type        = string
  validation {
    condition     = var.data_volume_id == null ? true : can(regex("^vol-[0-9a-f]{8,17}$", var.data_volume_id))
    error_message = "data_volume_id has to be the id of a volume, for instance vol-0123456789abcdef0."
  }
}

variable "release" {
  description = "Where a host fetches its release by itself and which unit it runs, or null where deploy ships it."
  type        = object({ bucket = string, unit = string })
  validation {
    condition     = var.release == null ? true : can(regex("^[a-z0-9.-]{3,63}$", var.release.bucket)) && contains(["crypto-ai-web", "crypto-ai-worker"], var.release.unit)
    error_message = "release needs the name of a bucket, and crypto-ai-web or crypto-ai-worker as its unit."
  }
}
