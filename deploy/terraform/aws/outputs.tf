output "values" {
  description = "What the company's values file takes from here"
  value = {
    kafka = merge(
      { bootstrap = local.scram ? aws_msk_cluster.here.bootstrap_brokers_sasl_scram : aws_msk_cluster.here.bootstrap_brokers },
      # Each password is in a Secret of Kubernetes of that name, as External Secrets makes it of the one in Secrets Manager.
      # Clients are no processes, and render refuses a login of one.
      { for key in ["logins"] : key => { for user, secret in var.kafka_users : user => { user = user } } if local.scram },
    )
    store = {
      warehouse = "s3://${aws_s3_bucket.here["lake"].bucket}/warehouse"
      state     = "s3://${aws_s3_bucket.here["flink"].bucket}/applications"
      region    = data.aws_region.here.name
    }
    # MSK's certificates are of an authority that Java knows.
    settings = merge({ for key in ["kafka.security.protocol"] : key => "SASL_SSL" if local.scram }, {
      # AWS's bundle of authorities, as ca.crt, is for the company to put into the mount "postgres".
      "postgres.url"  = "jdbc:postgresql://${aws_db_instance.here.endpoint}/postgres?sslmode=verify-full&sslrootcert=/opt/freshet/mounts/postgres/ca.crt"
      "postgres.user" = aws_db_instance.here.username
      "redis.nodes"   = "${aws_elasticache_replication_group.here.configuration_endpoint_address}:6379"
      "redis.tls"     = "true"
    })
    identities = {
      catalog = aws_iam_role.identity["catalog"].arn
      console = aws_iam_role.identity["reader"].arn
      flink   = aws_iam_role.identity["flink"].arn
      spark   = aws_iam_role.identity["spark"].arn
      trino   = aws_iam_role.identity["trino"].arn
      backup  = aws_iam_role.identity["backup"].arn
    }
  }
}

output "kafka_secrets" {
  description = "In Secrets Manager: where the passwords of Kafka's users are, by the names of the users"
  value       = local.kafka_secrets
}

output "postgres_secret" {
  description = "In Secrets Manager: where the password of Postgres is"
  value       = aws_db_instance.here.master_user_secret[0].secret_arn
}

output "landing" {
  description = "Where files lie that others load"
  value       = "s3://${aws_s3_bucket.here["landing"].bucket}"
}

output "backups" {
  description = "Where backups go"
  value       = "s3://${aws_s3_bucket.here["backups"].bucket}"
}

output "snowflake_role" {
  description = "What snowflake.storage-role-arn is; empty where no account comes"
  value       = one(aws_iam_role.snowflake[*].arn)
}

output "landing_queue" {
  value = aws_sqs_queue.landing.arn
}

output "cluster" {
  value = aws_eks_cluster.here.name
}
