resource "aws_db_subnet_group" "here" {
  name       = var.name
  subnet_ids = var.private_subnet_ids
}

# Changes are followed by the change capture.
resource "aws_db_parameter_group" "here" {
  name_prefix = "${var.name}-"
  family      = "postgres${split(".", var.postgres.version)[0]}"

  parameter {
    name         = "rds.logical_replication"
    value        = "1"
    apply_method = "pending-reboot"
  }

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Its password is made and kept by AWS; nobody writes it down.
resource "aws_db_instance" "here" {
  identifier                      = var.name
  engine                          = "postgres"
  engine_version                  = var.postgres.version
  instance_class                  = var.postgres.type
  allocated_storage               = var.postgres.storage
  max_allocated_storage           = var.postgres.storage * 4
  storage_encrypted               = true
  kms_key_id                      = aws_kms_key.data.arn
  multi_az                        = true
  username                        = "freshet"
  manage_master_user_password     = true
  master_user_secret_kms_key_id   = aws_kms_key.data.arn
  db_subnet_group_name            = aws_db_subnet_group.here.name
  parameter_group_name            = aws_db_parameter_group.here.name
  vpc_security_group_ids          = [aws_security_group.data.id]
  publicly_accessible             = false
  backup_retention_period         = 14
  copy_tags_to_snapshot           = true
  deletion_protection             = var.deletion_protection
  skip_final_snapshot             = false
  final_snapshot_identifier       = "${var.name}-last"
  performance_insights_enabled    = true
  performance_insights_kms_key_id = aws_kms_key.data.arn
  enabled_cloudwatch_logs_exports = ["postgresql"]
}

resource "aws_elasticache_subnet_group" "here" {
  name       = var.name
  subnet_ids = var.private_subnet_ids
}

resource "aws_elasticache_replication_group" "here" {
  replication_group_id       = var.name
  description                = "Orders, dashers, menus: what can be rebuilt"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = var.redis.type
  num_node_groups            = var.redis.shards
  replicas_per_node_group    = 1
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  kms_key_id                 = aws_kms_key.data.arn
  transit_encryption_enabled = true
  transit_encryption_mode    = "required"
  subnet_group_name          = aws_elasticache_subnet_group.here.name
  security_group_ids         = [aws_security_group.data.id]
}
