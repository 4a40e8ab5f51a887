# A role for each service account, and in it what that one does and nothing else.
locals {
  issuer = replace(aws_eks_cluster.here.identity[0].oidc[0].issuer, "https://", "")

  lake    = aws_s3_bucket.here["lake"].arn
  state   = aws_s3_bucket.here["flink"].arn
  landing = aws_s3_bucket.here["landing"].arn

  # Nobody but maintenance, by Spark, and the catalog, where a table is dropped, deletes in the lake.
  identities = {
    flink   = { accounts = ["flink"], read = [local.lake], write = [local.lake, local.state], delete = [local.state] }
    spark   = { accounts = ["spark"], read = [local.lake], write = [local.lake, local.landing], delete = [local.lake] }
    catalog = { accounts = ["catalog"], read = [local.lake], write = [local.lake], delete = [local.lake] }
    reader  = { accounts = ["console"], read = [local.lake], write = [], delete = [] }
  }
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
      values   = [for account in each.value.accounts : "system:serviceaccount:${var.namespace}:${account}"]
    }
  }
}

data "aws_iam_policy_document" "may" {
  for_each = local.identities

  statement {
    sid       = "List"
    actions   = ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
    resources = distinct(concat(each.value.read, each.value.write))
  }

  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = [for bucket in distinct(concat(each.value.read, each.value.write)) : "${bucket}/*"]
  }

  dynamic "statement" {
    for_each = length(each.value.write) > 0 ? [each.value.write] : []

    content {
      sid       = "Write"
      actions   = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
      resources = [for bucket in statement.value : "${bucket}/*"]
    }
  }

  dynamic "statement" {
    for_each = length(each.value.delete) > 0 ? [each.value.delete] : []

    content {
      sid       = "Delete"
      actions   = ["s3:DeleteObject"]
      resources = [for bucket in statement.value : "${bucket}/*"]
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
