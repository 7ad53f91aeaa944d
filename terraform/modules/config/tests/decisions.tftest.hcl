variables {
  name                    = "crypto-ai"
  stage                   = "single"
  extra_tags              = { CostCentre = "research" }
  dev_workstation_ip      = "203.0.113.42/32"
  domain_name             = "crypto-ai.example.com"
  vpc_id                  = "vpc-0123456789abcdef0"
  subnet_id               = "subnet-0123456789abcdef0"
  instance_type           = "t3.micro"
  root_volume_gb          = 20
  data_volume_gb          = 50
  vpc_cidr                = "10.40.0.0/16"
  zone_count              = 2
  nat_per_zone            = false
  web_allowed_cidrs       = []
  certificate_arn         = null
  hosted_zone_id          = "Z0123456789ABCDEFGHIJ"
  web_instance_type       = "t3.micro"
  worker_instance_type    = "t3.small"
  web_instances           = { min = 2, max = 4 }
  worker_instances        = 1
  database_instance_class = "db.t4g.micro"
  database_storage_gb     = 50
  database_backup_days    = 14
}

run "names_are_those_of_the_design" {
  assert {
    condition     = output.names.security_group == "crypto-ai-sg" && output.names.role == "crypto-ai-ec2-role"
    error_message = "Names are ${jsonencode(output.names)}."
  }
}

run "the_host_is_open_to_the_workstation_on_two_ports_and_to_nobody_else" {
  assert {
    condition     = toset([for one in output.single_ingress : one.port]) == toset([22, 10443])
    error_message = "Ports are ${jsonencode([for one in output.single_ingress : one.port])}."
  }
  assert {
    condition     = alltrue([for one in output.single_ingress : one.cidr == "203.0.113.42/32"])
    error_message = "Some rule names another network than dev_workstation_ip."
  }
}

run "the_balancer_is_open_to_the_workstation_alone_unless_others_are_named" {
  assert {
    condition     = output.web_cidrs == tolist(["203.0.113.42/32"])
    error_message = "The balancer is open to ${jsonencode(output.web_cidrs)}."
  }
}

run "the_balancer_is_open_to_those_who_are_named" {
  variables {
    web_allowed_cidrs = ["198.51.100.0/24", "192.0.2.0/24", "198.51.100.0/24"]
  }
  assert {
    condition     = output.web_cidrs == tolist(["198.51.100.0/24", "192.0.2.0/24"])
    error_message = "The balancer is open to ${jsonencode(output.web_cidrs)}."
  }
}

run "disks_are_of_the_designed_sizes" {
  assert {
    condition     = output.volumes.root.size_gb == 20 && output.volumes.data.size_gb == 50
    error_message = "Volumes are ${jsonencode(output.volumes)}."
  }
}

run "stage_single_has_one_stage" {
  assert {
    condition     = output.has_single && !output.has_scaled
    error_message = "Stage single is one host and nothing else."
  }
}

run "stage_both_has_both" {
  variables {
    stage = "both"
  }
  assert {
    condition     = output.has_single && output.has_scaled
    error_message = "Stage both is both."
  }
}

run "each_stage_has_a_secret_of_its_own" {
  variables {
    stage = "both"
  }
  assert {
    condition     = output.secret_names == tomap({ single = "crypto-ai/app", scaled = "crypto-ai/scaled" })
    error_message = "Secrets are ${jsonencode(output.secret_names)}."
  }
}

run "stage_scaled_needs_no_existing_network" {
  variables {
    stage     = "scaled"
    vpc_id    = null
    subnet_id = null
  }
  assert {
    condition     = !output.has_single && output.has_scaled
    error_message = "Stage scaled has no single host."
  }
}

run "subnets_do_not_overlap" {
  variables {
    zone_count = 3
  }
  assert {
    condition     = length(distinct(flatten([for kind in output.subnets : values(kind)]))) == 9
    error_message = "Subnets are ${jsonencode(output.subnets)}."
  }
  assert {
    condition     = output.subnets.public["0"] == "10.40.0.0/20" && output.subnets.private["0"] == "10.40.64.0/20" && output.subnets.data["2"] == "10.40.160.0/20"
    error_message = "Subnets are ${jsonencode(output.subnets)}."
  }
}

run "a_third_zone_moves_no_subnet_of_the_first_two" {
  variables {
    zone_count = 3
  }
  assert {
    condition     = output.subnets.data["1"] == run.the_balancer_is_open_to_those_who_are_named.subnets.data["1"]
    error_message = "A subnet moved: it would be destroyed with what is in it."
  }
}

run "one_gateway_serves_all_zones" {
  assert {
    condition     = output.nat_zones == toset(["0"]) && output.nat_of_zone == { "0" = "0", "1" = "0" }
    error_message = "Gateways are ${jsonencode(output.nat_of_zone)}."
  }
}

run "or_each_zone_has_its_own" {
  variables {
    nat_per_zone = true
  }
  assert {
    condition     = output.nat_of_zone == { "0" = "0", "1" = "1" }
    error_message = "Gateways are ${jsonencode(output.nat_of_zone)}."
  }
}

run "tags_of_one_s_own_are_kept_beside_ours" {
  assert {
    condition     = output.tags == { CostCentre = "research", Project = "crypto-ai", ManagedBy = "terraform", Stage = "single" }
    error_message = "Tags are ${jsonencode(output.tags)}."
  }
}

run "the_database_takes_no_connection_without_tls" {
  assert {
    condition     = output.database.parameters["rds.force_ssl"] == "1"
    error_message = "rds.force_ssl is not 1."
  }
}

run "the_program_trusts_balancers_and_nobody_else" {
  assert {
    condition     = output.scaled_settings.TRUSTED_PROXIES == "10.40.0.0/20,10.40.16.0/20" && !contains(keys(output.settings), "TRUSTED_PROXIES")
    error_message = "TRUSTED_PROXIES is ${output.scaled_settings.TRUSTED_PROXIES}."
  }
}

run "nothing_that_has_not_been_started_is_missed" {
  variables {
    web_instances    = { min = 0, max = 2 }
    worker_instances = 0
  }
  assert {
    condition     = output.scaled_alarms["web-missing"].missing == "notBreaching" && output.scaled_alarms["workers-missing"].missing == "notBreaching"
    error_message = "An alarm would ring before the first release."
  }
}

run "what_has_to_run_is_missed" {
  assert {
    condition     = output.scaled_alarms["web-missing"].missing == "breaching" && output.scaled_alarms["workers-missing"].threshold == 1
    error_message = "Nobody would be told that nothing runs."
  }
}
