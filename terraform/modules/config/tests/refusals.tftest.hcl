# What is asked for and cannot be had is refused before anything is planned.

variables {
  name                    = "crypto-ai"
  stage                   = "both"
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

run "the_world_may_not_reach_ssh" {
  command = plan
  variables {
    dev_workstation_ip = "0.0.0.0/0"
  }
  expect_failures = [var.dev_workstation_ip]
}

run "nor_half_of_it" {
  command = plan
  variables {
    dev_workstation_ip = "128.0.0.0/1"
  }
  expect_failures = [var.dev_workstation_ip]
}

run "nor_a_network_wider_than_24" {
  command = plan
  variables {
    dev_workstation_ip = "203.0.112.0/23"
  }
  expect_failures = [var.dev_workstation_ip]
}

run "nor_the_world_of_ipv6" {
  command = plan
  variables {
    dev_workstation_ip = "::/0"
  }
  expect_failures = [var.dev_workstation_ip]
}

run "an_address_without_a_mask_is_refused" {
  command = plan
  variables {
    dev_workstation_ip = "203.0.113.42"
  }
  expect_failures = [var.dev_workstation_ip]
}

run "host_bits_are_refused" {
  command = plan
  variables {
    dev_workstation_ip = "203.0.113.42/24"
  }
  expect_failures = [var.dev_workstation_ip]
}

run "an_unknown_stage_is_refused" {
  command = plan
  variables {
    stage = "huge"
  }
  expect_failures = [var.stage]
}

run "stage_one_needs_a_vpc" {
  command = plan
  variables {
    vpc_id = null
  }
  expect_failures = [var.vpc_id]
}

run "stage_one_needs_a_subnet" {
  command = plan
  variables {
    subnet_id = "vpc-0123456789abcdef0"
  }
  expect_failures = [var.subnet_id]
}

run "a_url_is_no_host_name" {
  command = plan
  variables {
    domain_name = "https://crypto-ai.example.com"
  }
  expect_failures = [var.domain_name]
}

run "an_arm_processor_has_no_image_here" {
  command = plan
  variables {
    instance_type = "t4g.micro"
  }
  expect_failures = [var.instance_type]
}

run "so_for_workers" {
  command = plan
  variables {
    worker_instance_type = "c7g.large"
  }
  expect_failures = [var.worker_instance_type]
}

run "so_for_web_instances" {
  command = plan
  variables {
    web_instance_type = "large"
  }
  expect_failures = [var.web_instance_type]
}

run "a_small_system_disk_is_refused" {
  command = plan
  variables {
    root_volume_gb = 8
  }
  expect_failures = [var.root_volume_gb]
}

run "a_small_data_volume_is_refused" {
  command = plan
  variables {
    data_volume_gb = 20
  }
  expect_failures = [var.data_volume_gb]
}

run "our_tags_cannot_be_replaced" {
  command = plan
  variables {
    extra_tags = { ManagedBy = "hand" }
  }
  expect_failures = [var.extra_tags]
}

run "a_name_with_capitals_is_refused" {
  command = plan
  variables {
    name = "Crypto"
  }
  expect_failures = [var.name]
}

run "a_public_network_is_no_vpc" {
  command = plan
  variables {
    vpc_cidr = "8.8.0.0/16"
  }
  expect_failures = [var.vpc_cidr]
}

run "a_small_vpc_is_refused" {
  command = plan
  variables {
    vpc_cidr = "10.40.0.0/24"
  }
  expect_failures = [var.vpc_cidr]
}

run "one_zone_is_too_few" {
  command = plan
  variables {
    zone_count = 1
  }
  expect_failures = [var.zone_count]
}

run "what_is_no_network_may_not_reach_the_balancer" {
  command = plan
  variables {
    web_allowed_cidrs = ["everybody"]
  }
  expect_failures = [var.web_allowed_cidrs]
}

run "fewest_over_most_is_refused" {
  command = plan
  variables {
    web_instances = { min = 3, max = 2 }
  }
  expect_failures = [var.web_instances]
}

run "half_a_worker_is_refused" {
  command = plan
  variables {
    worker_instances = 0.5
  }
  expect_failures = [var.worker_instances]
}

run "a_class_of_another_service_is_refused" {
  command = plan
  variables {
    database_instance_class = "t4g.micro"
  }
  expect_failures = [var.database_instance_class]
}

run "storage_below_what_gp3_takes_is_refused" {
  command = plan
  variables {
    database_storage_gb = 10
  }
  expect_failures = [var.database_storage_gb]
}

run "two_days_of_backups_are_too_few" {
  command = plan
  variables {
    database_backup_days = 2
  }
  expect_failures = [var.database_backup_days]
}

run "a_zone_has_an_id" {
  command = plan
  variables {
    hosted_zone_id = "example.com"
  }
  expect_failures = [var.hosted_zone_id]
}

run "the_scaled_stage_needs_a_certificate" {
  command = plan
  variables {
    hosted_zone_id = null
  }
  expect_failures = [var.certificate_arn]
}

run "and_not_two" {
  command = plan
  variables {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
  }
  expect_failures = [var.certificate_arn]
}
