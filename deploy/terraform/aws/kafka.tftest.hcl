# Who gets in to Kafka, and how, against a provider that makes everything up: `terraform test`.
mock_provider "aws" {
  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }
}

variables {
  name               = "dashline-freshet"
  vpc_id             = "vpc-1"
  private_subnet_ids = ["subnet-a", "subnet-b", "subnet-c"]
}

run "by_scram_over_tls" {
  command = plan

  variables {
    kafka_users = {
      writer = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:AmazonMSK_writer-AbCdEf"
    }
  }

  assert {
    condition     = !aws_msk_cluster.here.client_authentication[0].unauthenticated && aws_msk_cluster.here.client_authentication[0].sasl[0].scram
    error_message = "Whoever has no login comes in."
  }

  assert {
    condition     = aws_msk_cluster.here.encryption_info[0].encryption_in_transit[0].client_broker == "TLS"
    error_message = "Whoever listens can read."
  }

  assert {
    condition     = strcontains(aws_msk_configuration.here.server_properties, "allow.everyone.if.no.acl.found=false")
    error_message = "Whoever has a login may do everything."
  }

  assert {
    condition     = aws_msk_single_scram_secret_association.user["writer"].secret_arn == var.kafka_users["writer"]
    error_message = "The writer has no user."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.data["kafka"].from_port == 9096
    error_message = "The network lets in to another port."
  }
}

run "lets_clients_log_in_who_are_no_process" {
  command = plan

  variables {
    kafka_users = {
      writer = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:AmazonMSK_writer-AbCdEf"
    }
    kafka_clients = {
      client-orders = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:AmazonMSK_orders-AbCdEf"
    }
  }

  assert {
    condition     = aws_msk_single_scram_secret_association.user["client-orders"].secret_arn == var.kafka_clients["client-orders"]
    error_message = "The producer of orders has no user."
  }

  assert {
    condition     = output.values.kafka.logins == { writer = { user = "writer" } }
    error_message = "Somebody is a login of the values who is no process."
  }
}

run "not_clients_whom_no_acl_means" {
  command = plan

  variables {
    kafka_clients = {
      orders = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:AmazonMSK_orders-AbCdEf"
    }
  }

  expect_failures = [var.kafka_clients]
}

run "follows_a_new_version_of_kafka" {
  command = plan

  assert {
    condition     = length(coalesce(aws_msk_configuration.here.kafka_versions, [])) == 0
    error_message = "The configuration is for one version, and another would need one of the same name."
  }
}

run "by_network" {
  command = plan

  variables {
    kafka_access = "network"
  }

  assert {
    condition     = aws_msk_cluster.here.client_authentication[0].unauthenticated && length(aws_msk_single_scram_secret_association.user) == 0
    error_message = "Somebody is asked."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.data["kafka"].from_port == 9092
    error_message = "The network lets in to another port."
  }
}

run "not_by_secrets_that_msk_does_not_take" {
  command = plan

  variables {
    kafka_users = {
      writer = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:writer-AbCdEf"
    }
  }

  expect_failures = [var.kafka_users]
}
