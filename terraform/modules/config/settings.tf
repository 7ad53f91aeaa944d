# Settings of the program that terraform knows, as lines of /etc/crypto-ai/env. Nothing secret: those are in the secret
# that SECRETS_MANAGER_ARN names.

locals {
  settings = {
    ENVIRONMENT     = "production"
    DATA_DIR        = "/var/lib/crypto-ai"
    API_HOST        = "0.0.0.0"
    WEB_UI_HOST     = var.domain_name
    WEB_UI_PORT     = tostring(local.https_port)
    WEB_UI_PROTOCOL = "https"
    SMS_PROVIDER    = "aws_sns"
  }
  # Web instances leave jobs to workers, which run them whatever stands here. Only balancers have addresses in the
  # public subnets, so what they say of a client counts.
  scaled_settings = merge(local.settings, {
    RUN_JOBS        = "none"
    TRUSTED_PROXIES = join(",", values(local.subnets.public))
  })
}
