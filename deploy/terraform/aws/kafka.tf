locals {
  scram = var.kafka_access == "scram"

  # All who log in: our processes, which values name, and clients, of which no process of ours comes as one.
  kafka_secrets = local.scram ? merge(var.kafka_clients, var.kafka_users) : {}
}

# Without the versions that it is for: with another one it would have to be made anew, under a name that is taken.
resource "aws_msk_configuration" "here" {
  name = var.name

  # Topics are made from contracts, and from nothing else.
  server_properties = join("\n", concat([
    "auto.create.topics.enable=false",
    "default.replication.factor=3",
    "min.insync.replicas=2",
    "unclean.leader.election.enable=false",
    "transaction.max.timeout.ms=3600000",
    # Whoever has logged in may do what an ACL says, and nothing else.
  ], local.scram ? ["allow.everyone.if.no.acl.found=false"] : []))
}

resource "aws_cloudwatch_log_group" "kafka" {
  name              = "/freshet/${var.name}/kafka"
  retention_in_days = 30
}

resource "aws_msk_cluster" "here" {
  cluster_name           = var.name
  kafka_version          = var.kafka.version
  number_of_broker_nodes = var.kafka.brokers

  broker_node_group_info {
    instance_type   = var.kafka.type
    client_subnets  = var.private_subnet_ids
    security_groups = [aws_security_group.data.id]

    storage_info {
      ebs_storage_info {
        volume_size = var.kafka.storage
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.here.arn
    revision = aws_msk_configuration.here.latest_revision
  }

  client_authentication {
    unauthenticated = !local.scram

    # IAM is for people and tools of the company's, by a rule of its own for port 9098: also for whoever makes ACLs.
    sasl {
      iam   = true
      scram = local.scram
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = aws_kms_key.data.arn

    encryption_in_transit {
      client_broker = local.scram ? "TLS" : "TLS_PLAINTEXT"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.kafka.name
      }
    }
  }
}

# Passwords are made and kept in Secrets Manager; here is only where each is.
resource "aws_msk_single_scram_secret_association" "user" {
  for_each = local.kafka_secrets

  cluster_arn = aws_msk_cluster.here.arn
  secret_arn  = each.value
}
