resource "aws_vpc" "this" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.names.prefix }
}

# The group that a VPC comes with lets its members talk; emptied, so that nothing gets it by oversight.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.names.prefix}-default-unused" }
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id

  tags = { Name = var.names.prefix }
}

# For balancer and NAT gateways only; nothing gets a public address by being here.
resource "aws_subnet" "public" {
  for_each = var.subnets.public

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value
  availability_zone       = data.aws_availability_zones.this.names[tonumber(each.key)]
  map_public_ip_on_launch = false

  tags = { Name = "${var.names.prefix}-public-${each.key}" }
}

resource "aws_subnet" "private" {
  for_each = var.subnets.private

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = data.aws_availability_zones.this.names[tonumber(each.key)]

  tags = { Name = "${var.names.prefix}-private-${each.key}" }
}

resource "aws_subnet" "data" {
  for_each = var.subnets.data

  vpc_id            = aws_vpc.this.id
  cidr_block        = each.value
  availability_zone = data.aws_availability_zones.this.names[tonumber(each.key)]

  tags = { Name = "${var.names.prefix}-data-${each.key}" }
}
