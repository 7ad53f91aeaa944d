resource "aws_db_subnet_group" "this" {
  name       = var.names.database
  subnet_ids = [for one in aws_subnet.data : one.id]

  tags = { Name = var.names.database }
}

resource "aws_db_parameter_group" "this" {
  name_prefix = "${var.names.database}-"
  family      = var.database.family
  description = "TLS or no connection; slow statements are logged."

  dynamic "parameter" {
    for_each = var.database.parameters

    content {
      name  = parameter.key
      value = parameter.value
    }
  }

  tags = { Name = var.names.database }

  lifecycle {
    create_before_destroy = true
  }
}

# RDS writes to this group; made here, so that it does not keep everything for ever.
resource "aws_cloudwatch_log_group" "database" {
  name              = "/aws/rds/instance/${var.names.database}/postgresql"
  retention_in_days = 30

  tags = { Name = "${var.names.database}-log" }
}

# RDS makes, keeps and rotates the master's password in Secrets Manager: terraform never sees it.
resource "aws_db_instance" "this" {
  identifier     = var.names.database
  engine         = "postgres"
  engine_version = var.database.engine_version
  instance_class = var.database.class
  multi_az       = true

  db_name                     = var.database.name
  username                    = var.database.master_user
  manage_master_user_password = true
  port                        = var.database.port
  parameter_group_name        = aws_db_parameter_group.this.name
  ca_cert_identifier          = "rds-ca-rsa2048-g1"

  storage_type          = "gp3"
  allocated_storage     = var.database.storage_gb
  max_allocated_storage = var.database.max_storage_gb
  storage_encrypted     = true

  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this["database"].id]
  publicly_accessible    = false

  backup_retention_period   = var.database.backup_days
  backup_window             = var.database.backup_window
  copy_tags_to_snapshot     = true
  delete_automated_backups  = false
  deletion_protection       = true
  skip_final_snapshot       = false
  final_snapshot_identifier = "${var.names.database}-final"

  maintenance_window              = var.database.maintenance_window
  auto_minor_version_upgrade      = true
  enabled_cloudwatch_logs_exports = ["postgresql"]

  tags = { Name = var.names.database }

  depends_on = [aws_cloudwatch_log_group.database]

  lifecycle {
    prevent_destroy = true
  }
}
