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

variable "trino_namespace" {
  description = "Of Kubernetes, where Trino's chart is released; none: that of all"
  type        = string
  default     = null
}

variable "snowflake" {
  description = "Whom a Snowflake account comes as, by DESC INTEGRATION and DESC EXTERNAL VOLUME: its IAM user, and the external ids; none: nobody of it comes"
  type = object({
    principal    = string
    external_ids = list(string)
  })
  default = null
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
  description = "scram: each process logs in over TLS, as a user of kafka_users; network: whoever is let in by the security group, as nobody and in the clear"
  type        = string
  default     = "scram"

  validation {
    condition     = contains(["scram", "network"], var.kafka_access)
    error_message = "It must be scram or network: Freshet's processes know no IAM login, so with iam none of them would reach Kafka."
  }
}

variable "kafka_users" {
  description = "With scram: users of Kafka by the names of the processes that come as them, each with the ARN of its secret in Secrets Manager"
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for secret in values(var.kafka_users) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:AmazonMSK_[A-Za-z0-9/_+=.@-]+$", secret))])
    error_message = "Each is the ARN of a secret whose name begins with AmazonMSK_, as MSK takes no other; it holds username and password, under a key of the company's own."
  }
}

variable "kafka_clients" {
  description = "With scram: users of Kafka who are none of ours, such as client-orders of a contract's producer, each with the ARN of its secret in Secrets Manager"
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for secret in values(var.kafka_clients) : can(regex("^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:AmazonMSK_[A-Za-z0-9/_+=.@-]+$", secret))])
    error_message = "Each is the ARN of a secret whose name begins with AmazonMSK_, as MSK takes no other; it holds username and password, under a key of the company's own."
  }

  validation {
    condition     = alltrue([for user in keys(var.kafka_clients) : startswith(user, "client-")])
    error_message = "Each is called client-NAME, as the users are to whom ACLs are rendered."
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
