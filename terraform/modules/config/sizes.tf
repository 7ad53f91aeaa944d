locals {
  volumes = {
    root = { size_gb = var.root_volume_gb }
    data = { size_gb = var.data_volume_gb, device = "/dev/sdf" }
  }

  # Web instances answer, workers run jobs. What both have in common is in the launch template.
  groups = {
    web = {
      instance_type = var.web_instance_type
      min           = var.web_instances.min
      max           = var.web_instances.max
      health_check  = "ELB"
    }
    worker = {
      instance_type = var.worker_instance_type
      min           = var.worker_instances
      max           = max(var.worker_instances, 1)
      health_check  = "EC2"
    }
  }

  database = {
    engine_version = "17"
    family         = "postgres17"
    class          = var.database_instance_class
    storage_gb     = var.database_storage_gb
    max_storage_gb = 4 * var.database_storage_gb
    backup_days    = var.database_backup_days
    name           = "crypto_ai"
    master_user    = "crypto_ai_master"
    port           = local.database_port
    # UTC. The weekly training is on Sunday at 02:00, backups of the program daily at 04:10.
    backup_window      = "03:00-04:00"
    maintenance_window = "tue:05:30-tue:06:30"
    parameters = {
      "rds.force_ssl"                       = "1"
      "log_min_duration_statement"          = "1000"
      "idle_in_transaction_session_timeout" = "300000"
    }
  }

  bucket_days = {
    backups_to_cold_storage = 30
    backups                 = 365
    old_versions            = 30
    broken_uploads          = 7
  }
}
