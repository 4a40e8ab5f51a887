output "values" {
  description = "Of the Helm release: terraform output -raw values | helm upgrade --install NAME CHART -f -"
  value       = yamlencode(local.values)
}

output "digest" {
  description = "Changes with anything that the release is made of"
  value       = terraform_data.release.output
}
