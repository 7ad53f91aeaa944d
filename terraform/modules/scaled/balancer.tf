resource "aws_lb" "this" {
  name               = var.names.balancer
  load_balancer_type = "application"
  internal           = false
  security_groups    = [aws_security_group.this["balancer"].id]
  subnets            = [for one in aws_subnet.public : one.id]

  drop_invalid_header_fields = true
  desync_mitigation_mode     = "strictest"
  enable_deletion_protection = true
  # Streams of events are quiet for longer than the usual minute.
  idle_timeout = 300

  tags = { Name = var.names.balancer }

  # Without its VPC's way to the internet AWS makes no balancer that faces it.
  depends_on = [aws_internet_gateway.this]
}

# TLS to the instances as well, by their own certificates. Any instance answers anyone: no stickiness.
resource "aws_lb_target_group" "web" {
  name                 = "${var.names.prefix}-web"
  vpc_id               = aws_vpc.this.id
  target_type          = "instance"
  protocol             = "HTTPS"
  port                 = var.https_port
  deregistration_delay = 30

  health_check {
    protocol            = "HTTPS"
    path                = "/api/v1/health/ready"
    matcher             = "200"
    interval            = 10
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 3
  }

  tags = { Name = "${var.names.prefix}-web" }
}

# There is no port 80: whoever types the name without https is sent nowhere, once.
resource "aws_lb_listener" "https" {
  load_balancer_arn = aws_lb.this.arn
  protocol          = "HTTPS"
  port              = 443
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  certificate_arn   = var.hosted_zone_id == null ? var.certificate_arn : aws_acm_certificate_validation.this[var.hosted_zone_id].certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }

  tags = { Name = "${var.names.balancer}-https" }
}
