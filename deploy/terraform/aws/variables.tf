variable "name" {
  description = "Prefix of all names: the company and the installation, such as dashline-freshet"
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "Lower-case letters, digits and hyphens, 3 to 32 of them."
  }
}

variable "vpc_id" {
  description = "The network in which all of it lives"
  type        = string
}

variable "private_subnet_ids" {
  description = "One private subnet for each of three zones"
  type        = list(string)

  validation {
    condition     = length(var.private_subnet_ids) == 3
    error_message = "Three subnets, each in a zone of its own: Kafka keeps a copy in each."
  }
}

variable "namespace" {
  description = "Of Kubernetes, as in the company's values"
  type        = string
  default     = "freshet"
}

variable "kubernetes_version" {
  type    = string
  default = "1.34"
}

variable "kubernetes_access_cidrs" {
  description = "Who may reach the API of Kubernetes from outside; none: nobody"
  type        = list(string)
  default     = []
}

variable "nodes" {
  description = "Machines for engines and servers"
  type = object({
    type    = string
    minimum = number
    maximum = number
  })
  default = { type = "m7i.2xlarge", minimum = 3, maximum = 12 }
}

variable "kafka" {
  description = "Brokers, a multiple of three; storage in GiB of each"
  type = object({
    version = string
    type    = string
    brokers = number
    storage = number
  })
  default = { version = "3.9.x", type = "kafka.m7g.xlarge", brokers = 3, storage = 1000 }

  validation {
    condition     = var.kafka.brokers % 3 == 0
    error_message = "As many brokers in each of three zones."
  }
}

variable "kafka_access" {
  description = "network: whoever is let in by the security group, which is how Freshet's processes come"
  type        = string
  default     = "network"

  validation {
    condition     = var.kafka_access == "network"
    error_message = "It must be network: Freshet's processes know no IAM login, so with iam none of them would reach Kafka."
  }
}

variable "postgres" {
  description = "For catalog, orders, lineage, menus; storage in GiB"
  type = object({
    version = string
    type    = string
    storage = number
  })
  default = { version = "17", type = "db.m7g.large", storage = 100 }
}

variable "redis" {
  description = "Shards, each with a replica"
  type = object({
    type   = string
    shards = number
  })
  default = { type = "cache.m7g.large", shards = 3 }
}

variable "deletion_protection" {
  description = "Whether what holds data refuses to be destroyed"
  type        = bool
  default     = true
}
