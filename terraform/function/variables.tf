variable "identity" {
  description = "The function's line of the identity table; Databases maps a database to its verbs in one word, Objects are verbs in one word."
  type = object({
    Function  = string
    Databases = map(string)
    Objects   = string
    Publishes = list(string)
    Secrets   = list(string)
    Destroys  = list(string)
    Pulls     = list(string)
    Vertex    = bool
    Public    = bool
    Trigger   = string
  })
}

variable "cloud" {
  description = "What all functions share."
  type = object({
    project       = string
    number        = string
    region        = string
    images        = map(string)
    held          = map(string)
    databases     = map(string) # name => resource name
    topics        = map(string) # name => id
    dead_letter   = string      # topic id
    subscriptions = map(string) # name => name, of those that are pulled from
    documents     = map(string) # verbs => role id
    bucket        = string      # of tenants' sealed objects
    objects       = map(string) # verbs => role id
    model         = string      # role id
    destroys      = string      # role id
  })
}

variable "time_limit" {
  description = "Seconds after which the function itself gives up; serve.Limits in its code."
  type        = number

  validation {
    condition     = var.time_limit >= 10 && var.time_limit <= (var.identity.Trigger == "" ? 3570 : 570)
    error_message = "A push must be answered within ten minutes, any other request within an hour, and the answer takes time too."
  }
}

variable "memory" {
  type = string
}

variable "concurrency" {
  description = "Requests that one instance takes at once."
  type        = number
}

variable "instances" {
  description = "The most instances."
  type        = number
}

variable "environment" {
  type    = map(string)
  default = {}
}
