locals {
  # Workers make the backups. Their role may not delete: the bucket's own rules do, by age.
  backup_settings = {
    BACKUP_TARGET    = "s3://${aws_s3_bucket.this.id}/backups"
    BACKUP_KEEP_DAYS = "0"
  }
}

module "user_data" {
  source   = "../user_data"
  for_each = local.instance_groups

  settings       = merge(var.settings, each.key == "worker" ? local.backup_settings : {})
  data_volume_id = null
  release        = { bucket = aws_s3_bucket.this.id, unit = "crypto-ai-${each.key}" }
}

resource "aws_launch_template" "instances" {
  for_each = local.instance_groups

  name_prefix            = "${var.names.prefix}-${each.key}-"
  description            = "Instances of the group ${each.key}."
  image_id               = data.aws_ssm_parameter.image.insecure_value
  instance_type          = var.groups[each.key].instance_type
  vpc_security_group_ids = [aws_security_group.this[each.key].id]
  user_data              = base64encode(module.user_data[each.key].script)
  update_default_version = true

  iam_instance_profile {
    arn = aws_iam_instance_profile.instances[each.key].arn
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_type           = "gp3"
      volume_size           = var.volumes.root.size_gb
      encrypted             = true
      delete_on_termination = true
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])

    content {
      resource_type = tag_specifications.key
      tags          = merge(var.tags, { Name = "${var.names.prefix}-${each.key}" })
    }
  }

  tags = { Name = "${var.names.prefix}-${each.key}" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_autoscaling_group" "instances" {
  for_each = local.instance_groups

  name                      = "${var.names.prefix}-${each.key}"
  min_size                  = var.groups[each.key].min
  max_size                  = var.groups[each.key].max
  vpc_zone_identifier       = [for one in aws_subnet.private : one.id]
  target_group_arns         = each.key == "web" ? [aws_lb_target_group.web.arn] : []
  health_check_type         = var.groups[each.key].health_check
  health_check_grace_period = 900
  enabled_metrics           = ["GroupInServiceInstances", "GroupDesiredCapacity"]
  wait_for_capacity_timeout = "0"

  launch_template {
    id      = aws_launch_template.instances[each.key].id
    version = aws_launch_template.instances[each.key].latest_version
  }

  # A new version of the template goes round instance by instance, and back by itself where the new ones stay unready.
  # A newer image is such a version: this is how instances are patched.
  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = each.key == "web" ? 100 : 0
      max_healthy_percentage = each.key == "web" ? 200 : 100
      instance_warmup        = 300
      auto_rollback          = true
    }
  }

  # Default tags do not reach these.
  dynamic "tag" {
    for_each = merge(var.tags, { Name = "${var.names.prefix}-${each.key}" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  depends_on = [aws_route.private, aws_iam_role_policy.instances, aws_iam_role_policy_attachment.instances]
}

resource "aws_autoscaling_policy" "web" {
  name                   = "${var.names.prefix}-web-cpu"
  autoscaling_group_name = aws_autoscaling_group.instances["web"].name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
