locals {
  https_port    = 10443
  database_port = 5432

  # Stage one: nothing else comes in.
  single_ingress = {
    ssh   = { port = 22, cidr = var.dev_workstation_ip, description = "SSH from the workstation" }
    https = { port = local.https_port, cidr = var.dev_workstation_ip, description = "Dashboard from the workstation" }
  }

  # Stage two: the balancer's 443 is the one port that others than the workstation may reach, and only those who are
  # named. To open it to the world is an operator's own line in terraform.tfvars; nothing here does.
  web_cidrs = length(var.web_allowed_cidrs) > 0 ? distinct(var.web_allowed_cidrs) : [var.dev_workstation_ip]

  # Sixteen blocks: public 0-3, private 4-7, data 8-11; the rest is free. The place of a zone never moves.
  zones = range(var.zone_count)
  subnets = {
    public  = { for zone in local.zones : tostring(zone) => cidrsubnet(var.vpc_cidr, 4, zone) }
    private = { for zone in local.zones : tostring(zone) => cidrsubnet(var.vpc_cidr, 4, 4 + zone) }
    data    = { for zone in local.zones : tostring(zone) => cidrsubnet(var.vpc_cidr, 4, 8 + zone) }
  }
  nat_zones = var.nat_per_zone ? toset(keys(local.subnets.public)) : toset(["0"])
  # Which NAT gateway a private subnet leaves by.
  nat_of_zone = { for zone in keys(local.subnets.private) : zone => var.nat_per_zone ? zone : "0" }
}
