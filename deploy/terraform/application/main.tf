# One Flink application: what was generated, with what this installation wants otherwise. The outcome is the
# values of its Helm release (deploy/helm/flink-application).

terraform {
  required_version = ">= 1.6"
}

locals {
  generated = yamldecode(file(var.release))

  values = merge(local.generated, {
    image       = var.image
    parallelism = var.parallelism
    taskManager = { for key, value in var.task_manager : key => value if value != null }
  })
}

# Refuses a file of another application before anything is released by it.
resource "terraform_data" "release" {
  input = sha256(yamlencode(local.values))

  lifecycle {
    precondition {
      condition     = local.generated.name == var.name
      error_message = "The file ${var.release} is of ${local.generated.name}, not of ${var.name}."
    }
  }
}
