data "aws_caller_identity" "here" {}

data "aws_partition" "here" {}

data "aws_region" "here" {}

data "aws_vpc" "here" {
  id = var.vpc_id
}

# One key for all that is kept.
resource "aws_kms_key" "data" {
  description             = "${var.name}: tables, state, logs and databases"
  enable_key_rotation     = true
  deletion_window_in_days = 30
}

resource "aws_kms_alias" "data" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.data.key_id
}

# What holds data is reached from the cluster's machines, and from nowhere else.
resource "aws_security_group" "data" {
  name        = "${var.name}-data"
  description = "Kafka, Postgres and Redis"
  vpc_id      = var.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "data" {
  for_each = {
    kafka    = local.scram ? 9096 : 9092
    postgres = 5432
    redis    = 6379
  }

  security_group_id            = aws_security_group.data.id
  referenced_security_group_id = aws_eks_cluster.here.vpc_config[0].cluster_security_group_id
  description                  = each.key
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
}
