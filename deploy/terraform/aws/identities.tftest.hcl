# Who has a role, and for what, against a provider that makes everything up: `terraform test`.
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

run "gives_everybody_who_comes_to_a_bucket_a_role" {
  command = plan

  assert {
    condition     = toset(keys(output.values.identities)) == toset(["backup", "catalog", "console", "flink", "spark", "trino"])
    error_message = "A service account has no role."
  }

  assert {
    condition     = length(aws_iam_role.snowflake) == 0
    error_message = "Somebody who is not ours may come in."
  }
}

run "lets_snowflake_in_where_it_is_named" {
  command = plan

  variables {
    snowflake = { principal = "arn:aws:iam::444455556666:user/abc", external_ids = ["DASHLINE_1"] }
  }

  assert {
    condition     = aws_iam_role.snowflake[0].name == "dashline-freshet-snowflake"
    error_message = "Snowflake has no role."
  }
}
