# Alarms as data. `subject` names the dimensions, which the stage's module knows. A missing measurement is bad where it
# means that something is down, and not where nothing is asked to run yet.

locals {
  single_alarms = {
    host-down = {
      description = "The host or the machine below it fails its status checks."
      namespace   = "AWS/EC2", metric = "StatusCheckFailed", statistic = "Maximum", subject = "host"
      comparison  = "GreaterThanThreshold", threshold = 0, period_s = 60, periods = 3, missing = "breaching"
    }
    cpu-credits = {
      description = "The host has borrowed more processor time than it pays back: that costs 0.05 USD for each hour and processor."
      namespace   = "AWS/EC2", metric = "CPUSurplusCreditsCharged", statistic = "Maximum", subject = "host"
      comparison  = "GreaterThanThreshold", threshold = 0, period_s = 300, periods = 3, missing = "notBreaching"
    }
    memory = {
      description = "Memory is over nine tenths full for a quarter of an hour."
      namespace   = "CryptoAI", metric = "mem_used_percent", statistic = "Average", subject = "host"
      comparison  = "GreaterThanThreshold", threshold = 90, period_s = 300, periods = 3, missing = "notBreaching"
    }
    data-disk = {
      description = "The data volume is over four fifths full."
      namespace   = "CryptoAI", metric = "disk_used_percent", statistic = "Maximum", subject = "data_disk"
      comparison  = "GreaterThanThreshold", threshold = 80, period_s = 300, periods = 2, missing = "notBreaching"
    }
  }

  scaled_alarms = {
    server-errors = {
      description = "Web instances answered with server errors."
      namespace   = "AWS/ApplicationELB", metric = "HTTPCode_Target_5XX_Count", statistic = "Sum", subject = "balancer"
      comparison  = "GreaterThanThreshold", threshold = 5, period_s = 300, periods = 1, missing = "notBreaching"
    }
    balancer-errors = {
      description = "The balancer found nobody to answer."
      namespace   = "AWS/ApplicationELB", metric = "HTTPCode_ELB_5XX_Count", statistic = "Sum", subject = "balancer"
      comparison  = "GreaterThanThreshold", threshold = 5, period_s = 300, periods = 1, missing = "notBreaching"
    }
    slow-answers = {
      description = "One answer in twenty takes longer than a second."
      namespace   = "AWS/ApplicationELB", metric = "TargetResponseTime", statistic = "p95", subject = "balancer"
      comparison  = "GreaterThanThreshold", threshold = 1, period_s = 300, periods = 3, missing = "notBreaching"
    }
    web-not-ready = {
      description = "A web instance is not ready."
      namespace   = "AWS/ApplicationELB", metric = "UnHealthyHostCount", statistic = "Maximum", subject = "target_group"
      comparison  = "GreaterThanThreshold", threshold = 0, period_s = 60, periods = 10, missing = "notBreaching"
    }
    web-missing = {
      description = "Fewer web instances are ready than there have to be."
      namespace   = "AWS/ApplicationELB", metric = "HealthyHostCount", statistic = "Minimum", subject = "target_group"
      comparison  = "LessThanThreshold", threshold = var.web_instances.min, period_s = 60, periods = 5, missing = var.web_instances.min > 0 ? "breaching" : "notBreaching"
    }
    workers-missing = {
      description = "Fewer workers run than there have to be: nothing is collected, trained or published."
      namespace   = "AWS/AutoScaling", metric = "GroupInServiceInstances", statistic = "Minimum", subject = "worker_group"
      comparison  = "LessThanThreshold", threshold = var.worker_instances, period_s = 60, periods = 10, missing = var.worker_instances > 0 ? "breaching" : "notBreaching"
    }
    database-cpu = {
      description = "The database's processors are over four fifths busy."
      namespace   = "AWS/RDS", metric = "CPUUtilization", statistic = "Average", subject = "database"
      comparison  = "GreaterThanThreshold", threshold = 80, period_s = 300, periods = 3, missing = "breaching"
    }
    database-memory = {
      description = "The database has less than 100 MB of memory left."
      namespace   = "AWS/RDS", metric = "FreeableMemory", statistic = "Minimum", subject = "database"
      comparison  = "LessThanThreshold", threshold = 100000000, period_s = 300, periods = 3, missing = "breaching"
    }
    database-storage = {
      description = "Less than a fifth of the database's first storage is free, though it should have grown."
      namespace   = "AWS/RDS", metric = "FreeStorageSpace", statistic = "Minimum", subject = "database"
      comparison  = "LessThanThreshold", threshold = var.database_storage_gb * 1000000000 / 5, period_s = 300, periods = 3, missing = "breaching"
    }
    database-connections = {
      description = "The database has over 70 connections; the smallest class takes about 80."
      namespace   = "AWS/RDS", metric = "DatabaseConnections", statistic = "Maximum", subject = "database"
      comparison  = "GreaterThanThreshold", threshold = 70, period_s = 300, periods = 2, missing = "notBreaching"
    }
  }
}
