variables {
  topic_arn  = "arn:aws:sns:us-east-1:123456789012:crypto-ai-alerts"
  secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:crypto-ai/app-AbCdEf"
  bucket_arn = null
  partition  = "aws"
}

run "a_host_has_exactly_two_policies_of_aws" {
  assert {
    condition = toset(values(output.managed_policy_arns)) == toset([
      "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
      "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy",
    ])
    error_message = "Policies are ${jsonencode(output.managed_policy_arns)}."
  }
}

run "beside_them_it_may_publish_to_one_topic_and_read_one_secret" {
  assert {
    condition     = toset(flatten([for one in jsondecode(output.host_json).Statement : one.Action])) == toset(["sns:Publish", "secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"])
    error_message = "Actions are others: ${output.host_json}"
  }
  assert {
    condition     = toset(flatten([for one in jsondecode(output.host_json).Statement : one.Resource])) == toset([var.topic_arn, var.secret_arn])
    error_message = "Resources are others: ${output.host_json}"
  }
}

run "only_hosts_may_take_the_role" {
  assert {
    condition     = [for one in jsondecode(output.trust_json).Statement : one.Principal] == [{ Service = "ec2.amazonaws.com" }]
    error_message = "Others may take it: ${output.trust_json}"
  }
}

run "stage_one_knows_no_bucket" {
  assert {
    condition     = length(output.group_json) == 0 && output.bucket_json == null
    error_message = "There are policies for a bucket that is not there."
  }
}

run "groups_reach_the_bucket_by_what_they_do" {
  variables {
    bucket_arn = "arn:aws:s3:::crypto-ai-123456789012-us-east-1"
  }
  assert {
    condition     = !strcontains(output.group_json.web, "s3:PutObject")
    error_message = "Web instances may write to the bucket."
  }
  assert {
    condition = toset(flatten([for one in jsondecode(output.group_json.worker).Statement : one.Resource if contains(one.Action, "s3:PutObject")])) == toset([
      "arn:aws:s3:::crypto-ai-123456789012-us-east-1/models/*",
      "arn:aws:s3:::crypto-ai-123456789012-us-east-1/backups/*",
    ])
    error_message = "Workers may write elsewhere: ${output.group_json.worker}"
  }
  assert {
    condition     = !strcontains(join("", values(output.group_json)), "Delete")
    error_message = "Somebody may delete backups."
  }
}

run "nothing_is_allowed_by_a_wildcard" {
  variables {
    bucket_arn = "arn:aws:s3:::crypto-ai-123456789012-us-east-1"
  }
  assert {
    condition = alltrue(flatten([for document in concat([output.host_json], values(output.group_json)) : [
      for one in jsondecode(document).Statement : [for word in concat(one.Action, one.Resource) : word != "*" && !endswith(word, ":*")]
    ]]))
    error_message = "A wildcard is allowed."
  }
}

run "the_bucket_refuses_everything_without_tls" {
  variables {
    bucket_arn = "arn:aws:s3:::crypto-ai-123456789012-us-east-1"
  }
  assert {
    condition     = alltrue([for one in jsondecode(output.bucket_json).Statement : one.Effect == "Deny" && contains(one.Action, "s3:*")]) && strcontains(output.bucket_json, "\"aws:SecureTransport\":\"false\"")
    error_message = "The bucket's rules are ${output.bucket_json}"
  }
}

run "a_pattern_of_secrets_is_refused" {
  command = plan
  variables {
    secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:*"
  }
  expect_failures = [var.secret_arn]
}

run "a_pattern_of_topics_is_refused" {
  command = plan
  variables {
    topic_arn = "arn:aws:sns:us-east-1:123456789012:*"
  }
  expect_failures = [var.topic_arn]
}

run "an_object_is_no_bucket" {
  command = plan
  variables {
    bucket_arn = "arn:aws:s3:::bucket/*"
  }
  expect_failures = [var.bucket_arn]
}
