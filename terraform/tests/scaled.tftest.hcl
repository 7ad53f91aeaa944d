# The scaled stage as a whole, with a stand-in for AWS; as in single.tftest.hcl.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  stage              = "scaled"
  dev_workstation_ip = "203.0.113.42/32"
  domain_name        = "crypto-ai.example.com"
  hosted_zone_id     = "Z0123456789ABCDEFGHIJ"
}

run "everything_of_it_and_no_single_host" {
  command = plan
  assert {
    condition     = length(module.single) == 0 && length(module.scaled) == 1
    error_message = "Stage scaled makes module.scaled and not module.single."
  }
  assert {
    condition     = output.url == "https://crypto-ai.example.com"
    error_message = "The dashboard is at ${output.url}."
  }
  assert {
    condition     = output.bucket == "crypto-ai-123456789012-us-east-1"
    error_message = "The bucket is ${output.bucket}."
  }
  assert {
    condition     = output.group_names == { web = "crypto-ai-web", worker = "crypto-ai-worker" }
    error_message = "The groups are ${jsonencode(output.group_names)}."
  }
  assert {
    condition     = output.instance_id == null && output.ssm_command == null
    error_message = "There is no single host to tell of."
  }
}

run "a_certificate_of_one_s_own_needs_no_zone" {
  command = plan
  variables {
    hosted_zone_id  = null
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  }
  assert {
    condition     = output.balancer_dns_name == "crypto-ai-alb.us-east-1.elb.amazonaws.com"
    error_message = "The balancer is at ${output.balancer_dns_name}."
  }
}

run "both_stages_stand_side_by_side_while_data_is_moved" {
  command = plan
  variables {
    stage     = "both"
    vpc_id    = "vpc-0123456789abcdef0"
    subnet_id = "subnet-0123456789abcdef0"
  }
  assert {
    condition     = length(module.single) == 1 && length(module.scaled) == 1 && length(output.dashboards) == 2
    error_message = "Both stand."
  }
  assert {
    condition     = output.secret_names == tomap({ single = "crypto-ai/app", scaled = "crypto-ai/scaled" })
    error_message = "Each has a secret of its own, or the old host would use the new database: ${jsonencode(output.secret_names)}."
  }
}

run "three_zones_with_a_gateway_each" {
  command = plan
  variables {
    zone_count   = 3
    nat_per_zone = true
  }
  assert {
    condition     = length(module.scaled) == 1
    error_message = "It can be planned."
  }
}
