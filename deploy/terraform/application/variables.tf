variable "name" {
  description = "The application, as its values file is called"
  type        = string
}

variable "release" {
  description = "File that `freshet deploy render --releases` has written for it"
  type        = string
}

variable "image" {
  description = "Another image than the generated one; empty: the generated one"
  type        = string
  default     = ""

  validation {
    condition     = var.image == "" || (can(regex(":[A-Za-z0-9][A-Za-z0-9._-]*$", var.image)) && !endswith(var.image, ":latest"))
    error_message = "The image needs a tag that never moves."
  }
}

variable "parallelism" {
  description = "Instances at first; 0: as generated. The autoscaler goes on from there"
  type        = number
  default     = 0

  validation {
    condition     = var.parallelism >= 0 && var.parallelism <= 128
    error_message = "The parallelism is between 1 and 128, or 0 for the generated one."
  }
}

variable "task_manager" {
  description = "Processors and memory of a TaskManager; null: as generated"
  type = object({
    cpu    = optional(number)
    memory = optional(string)
  })
  default = {}
}
