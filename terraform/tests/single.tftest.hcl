# Stage one as a whole, with a stand-in for AWS: what would be made, and with what. Needs the provider's schema, so
# `terraform init` has to have downloaded it. Plans only: what is protected from destruction cannot be cleaned up.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  dev_workstation_ip = "203.0.113.42/32"
  vpc_id             = "vpc-0123456789abcdef0"
  subnet_id          = "subnet-0123456789abcdef0"
  domain_name        = "crypto-ai.example.com"
}

run "one_host_and_nothing_of_the_scaled_stage" {
  command = plan
  assert {
    condition     = length(module.single) == 1 && length(module.scaled) == 0
    error_message = "Stage single makes module.single and not module.scaled."
  }
  assert {
    condition     = output.elastic_ip == "198.51.100.7"
    error_message = "The address is that of the elastic IP."
  }
  assert {
    condition     = output.url == "https://crypto-ai.example.com:10443"
    error_message = "The dashboard is at ${output.url}."
  }
  assert {
    condition     = output.ssm_command == "aws ssm start-session --region us-east-1 --target i-0123456789abcdef0"
    error_message = "The command for a shell is: ${output.ssm_command}"
  }
  assert {
    condition     = output.secret_names == tomap({ single = "crypto-ai/app" })
    error_message = "The secret is ${jsonencode(output.secret_names)}."
  }
  assert {
    condition     = output.balancer_dns_name == null && output.bucket == null && output.database_address == null
    error_message = "There is nothing of the scaled stage to tell of."
  }
}

run "no_mail_and_no_telephone_unless_asked_for" {
  command = plan
  assert {
    condition     = length(aws_sns_topic_subscription.alarm_email) == 0 && length(aws_sns_topic_subscription.alert_phone) == 0
    error_message = "Nobody is subscribed who was not named."
  }
}

run "whoever_is_named_is_subscribed" {
  command = plan
  variables {
    alarm_email        = "operator@example.com"
    alert_phone_number = "+12025550123"
  }
  assert {
    condition     = length(aws_sns_topic_subscription.alarm_email) == 1 && length(aws_sns_topic_subscription.alert_phone) == 1
    error_message = "Both are subscribed."
  }
}

run "a_telephone_number_without_country_code_is_refused" {
  command = plan
  variables {
    alert_phone_number = "030 1234567"
  }
  expect_failures = [var.alert_phone_number]
}
