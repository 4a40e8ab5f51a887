locals {
  buckets = toset(["lake", "flink", "landing", "backups"])
}

resource "aws_s3_bucket" "here" {
  for_each = local.buckets

  bucket        = "${var.name}-${each.key}"
  force_destroy = false
}

resource "aws_s3_bucket_public_access_block" "here" {
  for_each = local.buckets

  bucket                  = aws_s3_bucket.here[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "here" {
  for_each = local.buckets

  bucket = aws_s3_bucket.here[each.key].id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.data.arn
    }
  }
}

# Maintenance deletes what no snapshot refers to, and backups let go of older ones; a mistake of theirs can be undone for a week.
resource "aws_s3_bucket_versioning" "here" {
  for_each = toset(["lake", "backups"])

  bucket = aws_s3_bucket.here[each.key].id

  versioning_configuration {
    status = "Enabled"
  }
}

moved {
  from = aws_s3_bucket_versioning.lake
  to   = aws_s3_bucket_versioning.here["lake"]
}

resource "aws_s3_bucket_lifecycle_configuration" "here" {
  for_each = local.buckets

  bucket = aws_s3_bucket.here[each.key].id

  rule {
    id     = "leftovers"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 3
    }

    noncurrent_version_expiration {
      noncurrent_days = 7
    }
  }
}

data "aws_iam_policy_document" "tls_only" {
  for_each = local.buckets

  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.here[each.key].arn, "${aws_s3_bucket.here[each.key].arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "tls_only" {
  for_each = local.buckets

  bucket = aws_s3_bucket.here[each.key].id
  policy = data.aws_iam_policy_document.tls_only[each.key].json
}
