# A role for each service account, and in it what that one does and nothing else.
locals {
  issuer = replace(aws_eks_cluster.here.identity[0].oidc[0].issuer, "https://", "")

  lake    = aws_s3_bucket.here["lake"].arn
  state   = aws_s3_bucket.here["flink"].arn
  landing = aws_s3_bucket.here["landing"].arn
  backups = aws_s3_bucket.here["backups"].arn

  # Nobody but maintenance, by Spark, and the catalog, where a table is dropped, deletes in the lake. Trino writes what models and
  # teams make by it, and nothing of ours; what it has left behind maintenance finds.
  identities = {
    flink   = { account = "flink", buckets = [local.lake, local.state], write = ["${local.lake}/*", "${local.state}/*"], delete = ["${local.state}/*"] }
    spark   = { account = "spark", buckets = [local.lake, local.landing], write = ["${local.lake}/*", "${local.landing}/*"], delete = ["${local.lake}/*"] }
    catalog = { account = "catalog", buckets = [local.lake], write = ["${local.lake}/*"], delete = ["${local.lake}/*"] }
    reader  = { account = "console", buckets = [local.lake], write = [], delete = [] }
    trino   = { account = "trino", buckets = [local.lake], write = ["${local.lake}/warehouse/marts/*", "${local.lake}/warehouse/scratch_*"], delete = [] }
    backup  = { account = "backup", buckets = [local.lake, local.state, local.backups], write = ["${local.backups}/*"], delete = ["${local.backups}/*"] }
  }

  # Trino's chart may be in a namespace of its own.
  namespaces = { for identity in keys(local.identities) : identity => identity == "trino" ? coalesce(var.trino_namespace, var.namespace) : var.namespace }
}

data "aws_iam_policy_document" "trust" {
  for_each = local.identities

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.here.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:aud"
      values   = ["sts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.issuer}:sub"
      values   = ["system:serviceaccount:${local.namespaces[each.key]}:${each.value.account}"]
    }
  }
}

data "aws_iam_policy_document" "may" {
  for_each = local.identities

  statement {
    sid       = "List"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
    resources = each.value.buckets
  }

  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = [for bucket in each.value.buckets : "${bucket}/*"]
  }

  dynamic "statement" {
    for_each = length(each.value.write) > 0 ? [each.value.write] : []

    content {
      sid       = "Write"
      actions   = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
      resources = statement.value
    }
  }

  dynamic "statement" {
    for_each = length(each.value.delete) > 0 ? [each.value.delete] : []

    content {
      sid       = "Delete"
      actions   = ["s3:DeleteObject"]
      resources = statement.value
    }
  }

  statement {
    sid       = "Decrypt"
    actions   = length(each.value.write) > 0 ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]
    resources = [aws_kms_key.data.arn]
  }
}

resource "aws_iam_role" "identity" {
  for_each = local.identities

  name               = "${var.name}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust[each.key].json
}

resource "aws_iam_role_policy" "identity" {
  for_each = local.identities

  name   = "may"
  role   = aws_iam_role.identity[each.key].id
  policy = data.aws_iam_policy_document.may[each.key].json
}

# Snowflake comes as a user of its own account, and shows the external id that its integrations say.
data "aws_iam_policy_document" "snowflake_trust" {
  count = var.snowflake == null ? 0 : 1

  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [var.snowflake.principal]
    }

    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = var.snowflake.external_ids
    }
  }
}

data "aws_iam_policy_document" "snowflake_may" {
  count = var.snowflake == null ? 0 : 1

  statement {
    sid       = "List"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation"]
    resources = [local.lake, local.landing]
  }

  statement {
    sid       = "Read"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${local.lake}/*", "${local.landing}/*"]
  }

  statement {
    sid       = "Decrypt"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.data.arn]
  }
}

resource "aws_iam_role" "snowflake" {
  count = var.snowflake == null ? 0 : 1

  name               = "${var.name}-snowflake"
  assume_role_policy = data.aws_iam_policy_document.snowflake_trust[0].json
}

resource "aws_iam_role_policy" "snowflake" {
  count = var.snowflake == null ? 0 : 1

  name   = "may"
  role   = aws_iam_role.snowflake[0].id
  policy = data.aws_iam_policy_document.snowflake_may[0].json
}
