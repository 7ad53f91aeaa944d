module "policies" {
  source = "../policies"

  topic_arn  = var.alerts_topic_arn
  secret_arn = var.secret_arn
  bucket_arn = aws_s3_bucket.this.arn
  partition  = var.partition
}

locals {
  # Every group has both policies of AWS.
  attachments = merge([for group in local.instance_groups : {
    for name, arn in module.policies.managed_policy_arns : "${group}-${name}" => { group = group, arn = arn }
  }]...)
}

resource "aws_iam_role" "instances" {
  for_each = local.instance_groups

  name               = "${var.names.prefix}-${each.key}-role"
  description        = "Instances of the group ${each.key}."
  assume_role_policy = module.policies.trust_json

  tags = { Name = "${var.names.prefix}-${each.key}-role" }
}

resource "aws_iam_role_policy_attachment" "instances" {
  for_each = local.attachments

  role       = aws_iam_role.instances[each.value.group].name
  policy_arn = each.value.arn
}

resource "aws_iam_role_policy" "instances" {
  for_each = local.instance_groups

  name   = "topic-secret-and-bucket"
  role   = aws_iam_role.instances[each.key].id
  policy = module.policies.group_json[each.key]
}

resource "aws_iam_instance_profile" "instances" {
  for_each = local.instance_groups

  name = "${var.names.prefix}-${each.key}-profile"
  role = aws_iam_role.instances[each.key].name

  tags = { Name = "${var.names.prefix}-${each.key}-profile" }
}
