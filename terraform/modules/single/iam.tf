module "policies" {
  source = "../policies"

  topic_arn  = var.alerts_topic_arn
  secret_arn = var.secret_arn
  bucket_arn = null
  partition  = var.partition
}

resource "aws_iam_role" "host" {
  name               = var.names.role
  description        = "The one host: SSM, the CloudWatch agent, one topic, one secret."
  assume_role_policy = module.policies.trust_json

  tags = { Name = var.names.role }
}

resource "aws_iam_role_policy_attachment" "host" {
  for_each = module.policies.managed_policy_arns

  role       = aws_iam_role.host.name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "host" {
  name   = "topic-and-secret"
  role   = aws_iam_role.host.id
  policy = module.policies.host_json
}

resource "aws_iam_instance_profile" "host" {
  name = var.names.instance_profile
  role = aws_iam_role.host.name

  tags = { Name = var.names.instance_profile }
}
