# New files of the landing bucket, for Snowflake's pipes and whoever else loads them. Who fails five times is
# looked at by hand.
resource "aws_sqs_queue" "landing_failed" {
  name                      = "${var.name}-landing-failed"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue" "landing" {
  name                       = "${var.name}-landing"
  visibility_timeout_seconds = 300
  sqs_managed_sse_enabled    = true

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.landing_failed.arn
    maxReceiveCount     = 5
  })
}

data "aws_iam_policy_document" "landing_queue" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.landing.arn]

    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_s3_bucket.here["landing"].arn]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.here.account_id]
    }
  }
}

resource "aws_sqs_queue_policy" "landing" {
  queue_url = aws_sqs_queue.landing.id
  policy    = data.aws_iam_policy_document.landing_queue.json
}

resource "aws_s3_bucket_notification" "landing" {
  bucket = aws_s3_bucket.here["landing"].id

  queue {
    queue_arn = aws_sqs_queue.landing.arn
    events    = ["s3:ObjectCreated:*"]
  }

  depends_on = [aws_sqs_queue_policy.landing]
}
