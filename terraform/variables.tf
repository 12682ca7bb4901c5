locals {
  # Google's regions within the European Union. London and Zürich are not.
  eu_regions = [
    "europe-central2", "europe-north1", "europe-north2", "europe-southwest1", "europe-west1", "europe-west3",
    "europe-west4", "europe-west8", "europe-west9", "europe-west10", "europe-west12",
  ]
}

variable "project" {
  type        = string
  description = "The Google Cloud project. Production, test and development have one each."
}

variable "region" {
  type        = string
  description = "Where functions, images and logs are."
  default     = "europe-north1"

  validation {
    condition     = contains(local.eu_regions, var.region)
    error_message = "The region must be within the European Union."
  }
}

variable "second_region" {
  type        = string
  description = "Where the second copy of secrets and messages is, and the scheduler, which not every region has."
  default     = "europe-west1"

  validation {
    condition     = contains(local.eu_regions, var.second_region) && var.second_region != var.region
    error_message = "The second region must be within the European Union and another than the first."
  }
}

variable "vertex_region" {
  type        = string
  description = "Where the model reads prompts: a region, or eu for whichever is free."
  default     = "europe-west1"

  validation {
    condition     = var.vertex_region == "eu" || contains(local.eu_regions, var.vertex_region)
    error_message = "The model's region must be within the European Union."
  }
}

variable "images" {
  type        = map(string)
  description = "Function => its image, by digest. The build writes it."

  validation {
    condition = alltrue([
      for image in values(var.images) : startswith(image, "${var.region}-docker.pkg.dev/${var.project}/") && can(regex("@sha256:[0-9a-f]{64}$", image))
    ])
    error_message = "Every image must be in this project's registry in the region, and named by its digest."
  }
}

variable "held" {
  type        = map(string)
  description = "Function => the revision that keeps all traffic while a new one is looked at under the tag next."
  default     = {}
}

variable "entra_client_id" {
  type        = string
  description = "The id of Vahti's application in Entra."
}

variable "graph_client_secret" {
  type        = bool
  description = "Whether scan proves itself to Entra with a client secret rather than its Google identity."
  default     = false
}

variable "dns_resolver" {
  type        = string
  description = "Who answers for public DNS, HOST:PORT: the metadata server's resolver, so that names go to Google alone."
  default     = "169.254.169.254:53"
}

variable "custom_checks" {
  type        = string
  description = "The operator's own checks for every tenant, a JSON array; empty for none."
  default     = ""

  validation {
    condition     = var.custom_checks == "" || can(tolist(jsondecode(var.custom_checks)))
    error_message = "The custom checks must be a JSON array."
  }
}

variable "public_address" {
  type        = string
  description = "Where people reach Vahti, as https://HOST. Letters lead there."

  validation {
    condition     = can(regex("^https://[a-z0-9.-]+$", var.public_address))
    error_message = "The public address must be https:// and a host."
  }
}

variable "mail_sender" {
  type        = string
  description = "Who letters are from, as Vahti <vahti@HOST>, which Postmark knows as a sender."
}

variable "entra_people_client_id" {
  type        = string
  description = "Vahti's registration at Microsoft Entra by which people sign in."
}

variable "agreement_address" {
  type        = string
  description = "Where the agreement is read that customers accept, as https://."
}

variable "alert_channels" {
  type        = list(string)
  description = "Monitoring's notification channels of those on call, projects/P/notificationChannels/N. Without one, alerts show among the project's incidents alone."
  default     = []

  validation {
    condition     = alltrue([for c in var.alert_channels : can(regex("^projects/[^/]+/notificationChannels/[0-9]+$", c))])
    error_message = "A notification channel must be projects/P/notificationChannels/N."
  }
}

variable "security_contact" {
  type        = string
  description = "Where weaknesses of Vahti are reported, as mailto:ADDRESS or https://PAGE. It is told at /.well-known/security.txt."

  validation {
    condition     = can(regex("^(mailto:[^ ]+@[^ ]+|https://[^ ]+)$", var.security_contact))
    error_message = "The contact must be mailto: and an address, or https:// and a page."
  }
}

variable "cors_origins" {
  type        = string
  description = "Whose pages may call the API from a browser, as https://app.example, parted by commas; empty for nobody's."
  default     = ""
}

variable "erasures_at_once" {
  type        = number
  description = "How many erasures may begin in one run, however few tenants there are, before it begins none and alerts."
  default     = 5
}
