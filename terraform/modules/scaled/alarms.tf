module "alarms" {
  source = "../alarms"

  prefix    = "${var.names.prefix}-scaled"
  alarms    = var.alarms
  topic_arn = var.alarms_topic_arn
  region    = var.region
  dimensions = {
    balancer     = { LoadBalancer = aws_lb.this.arn_suffix }
    target_group = { LoadBalancer = aws_lb.this.arn_suffix, TargetGroup = aws_lb_target_group.web.arn_suffix }
    worker_group = { AutoScalingGroupName = aws_autoscaling_group.instances["worker"].name }
    database     = { DBInstanceIdentifier = aws_db_instance.this.identifier }
  }
}
