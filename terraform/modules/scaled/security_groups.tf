# balancer -> web -> database <- worker; nothing else comes in anywhere.

locals {
  security_groups = {
    balancer = "The balancer: 443 from those who are allowed."
    web      = "Web instances: HTTPS from the balancer."
    worker   = "Workers: nothing comes in."
    database = "The database: from web instances and workers."
  }
  instance_groups = toset(["web", "worker"])
}

resource "aws_security_group" "this" {
  for_each = local.security_groups

  name        = "${var.names.prefix}-${each.key}"
  description = each.value
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.names.prefix}-${each.key}" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "balancer" {
  for_each = toset(var.web_cidrs)

  security_group_id = aws_security_group.this["balancer"].id
  description       = "Dashboard and API"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = each.value

  tags = { Name = "${var.names.prefix}-balancer-https" }
}

resource "aws_vpc_security_group_egress_rule" "balancer" {
  security_group_id            = aws_security_group.this["balancer"].id
  description                  = "To the web instances"
  ip_protocol                  = "tcp"
  from_port                    = var.https_port
  to_port                      = var.https_port
  referenced_security_group_id = aws_security_group.this["web"].id

  tags = { Name = "${var.names.prefix}-balancer-out" }
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id            = aws_security_group.this["web"].id
  description                  = "From the balancer"
  ip_protocol                  = "tcp"
  from_port                    = var.https_port
  to_port                      = var.https_port
  referenced_security_group_id = aws_security_group.this["balancer"].id

  tags = { Name = "${var.names.prefix}-web-https" }
}

# Packages, the exchange, services of AWS: all speak HTTPS.
resource "aws_vpc_security_group_egress_rule" "instances_https" {
  for_each = local.instance_groups

  security_group_id = aws_security_group.this[each.key].id
  description       = "HTTPS outward"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"

  tags = { Name = "${var.names.prefix}-${each.key}-https-out" }
}

resource "aws_vpc_security_group_egress_rule" "instances_database" {
  for_each = local.instance_groups

  security_group_id            = aws_security_group.this[each.key].id
  description                  = "To the database"
  ip_protocol                  = "tcp"
  from_port                    = var.database.port
  to_port                      = var.database.port
  referenced_security_group_id = aws_security_group.this["database"].id

  tags = { Name = "${var.names.prefix}-${each.key}-database-out" }
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  for_each = local.instance_groups

  security_group_id            = aws_security_group.this["database"].id
  description                  = "PostgreSQL from ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = var.database.port
  to_port                      = var.database.port
  referenced_security_group_id = aws_security_group.this[each.key].id

  tags = { Name = "${var.names.prefix}-database-from-${each.key}" }
}
