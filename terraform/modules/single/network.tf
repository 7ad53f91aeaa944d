resource "aws_security_group" "host" {
  name        = var.names.security_group
  description = "The one host: SSH and HTTPS from the workstation, nothing else."
  vpc_id      = data.aws_vpc.this.id

  tags = { Name = var.names.security_group }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_ingress_rule" "host" {
  for_each = var.ingress

  security_group_id = aws_security_group.host.id
  description       = each.value.description
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr

  tags = { Name = "${var.names.security_group}-${each.key}" }
}

# Packages, the exchange, the language model, whatever SMS service is chosen.
resource "aws_vpc_security_group_egress_rule" "host" {
  security_group_id = aws_security_group.host.id
  description       = "Everything outward"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"

  tags = { Name = "${var.names.security_group}-out" }
}

# The address stays when the host is replaced, and with it the domain's record.
resource "aws_eip" "host" {
  domain = "vpc"

  tags = { Name = var.names.host }
}

resource "aws_eip_association" "host" {
  allocation_id = aws_eip.host.id
  instance_id   = aws_instance.host.id
}
