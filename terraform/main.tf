# The project and what all functions share. What each function may do comes from
# identities.json, which shared/identity writes from its table.

terraform {
  required_version = "~> 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "6.50.0"
    }
  }

  backend "gcs" { # bucket: -backend-config
    prefix = "terraform"
  }
}

provider "google" {
  project = var.project
  region  = var.region
}

data "google_project" "this" {
  project_id = var.project
}

resource "google_project_service" "api" {
  for_each = toset([
    "aiplatform", "artifactregistry", "certificatemanager", "cloudscheduler", "compute", "firestore", "iam", "logging", "monitoring", "pubsub", "run", "secretmanager", "storage",
  ])
  project            = var.project
  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

locals {
  # Taken from the APIs rather than from the variable, so that whatever names its
  # project waits until they are enabled.
  project = one(toset([for s in google_project_service.api : s.project]))

  # Function => what the table says, with the verbs of each database and of objects in one word such as GetList.
  identities = {
    for i in jsondecode(file("${path.module}/identities.json")) : i.Function => merge(i, {
      Databases = { for d in i.Databases : d.Database => join("", [for v in local.verbs : v if d[v]]) }
      Objects   = join("", [for v in local.verbs : v if lookup(i.Objects, v, false)])
    })
  }
  verbs     = ["Get", "List", "Create", "Update", "Delete"]
  databases = toset(flatten([for i in local.identities : keys(i.Databases)]))
  topics    = setsubtract(flatten([for i in local.identities : concat(i.Publishes, compact([i.Trigger]))]), ["dead-letter"])

  # What every function's module is given.
  cloud = {
    project     = local.project
    number      = data.google_project.this.number
    region      = var.region
    images      = var.images
    held        = var.held
    databases   = { for name, d in google_firestore_database.all : name => d.id }
    topics      = merge({ for name, t in google_pubsub_topic.all : name => t.id }, { dead-letter = google_pubsub_topic.dead_letter.id })
    dead_letter = google_pubsub_topic.dead_letter.id

    # What is pulled from, by its resource, so that a right to it waits until it is there.
    subscriptions = { dead-letter = google_pubsub_subscription.dead_letter.name }
    documents     = { for verbs, r in google_project_iam_custom_role.documents : verbs => r.id }
    bucket        = google_storage_bucket.objects.name
    objects       = { for verbs, r in google_project_iam_custom_role.objects : verbs => r.id }
    model         = google_project_iam_custom_role.model.id
    destroys      = google_project_iam_custom_role.destroys.id
  }
}

# One role per set of verbs in the table. Beginning and rolling back a transaction
# is what databases.get allows; without it there are none, not even for reading.
resource "google_project_iam_custom_role" "documents" {
  for_each    = toset(flatten([for i in local.identities : values(i.Databases)]))
  project     = local.project
  role_id     = "vahtiDocuments${each.key}"
  title       = "Vahti documents: ${join(", ", [for v in local.verbs : lower(v) if strcontains(each.key, v)])}"
  permissions = concat(["datastore.databases.get"], [for v in local.verbs : "datastore.entities.${lower(v)}" if strcontains(each.key, v)])
}

# Google's own role for Vertex AI users may also train, store and deploy.
resource "google_project_iam_custom_role" "model" {
  project     = local.project
  role_id     = "vahtiModel"
  title       = "Vahti: ask a model"
  permissions = ["aiplatform.endpoints.predict"]
}

resource "google_artifact_registry_repository" "images" {
  project       = local.project
  location      = var.region
  repository_id = "vahti"
  format        = "DOCKER"
  description   = "One image per function"

  docker_config {
    immutable_tags = true
  }
}

# Only where scan's Google identity is not federated to the Entra application.
# Its value is added by hand and never passes through here. Tenants' keys are
# made when a tenant is created, with the same replicas.
resource "google_secret_manager_secret" "graph_client" {
  count     = var.graph_client_secret ? 1 : 0
  project   = local.project
  secret_id = "graph-client"

  replication {
    user_managed {
      dynamic "replicas" {
        for_each = toset([var.region, var.second_region])
        content {
          location = replicas.value
        }
      }
    }
  }
}

# Logs stay in the EU: the project's default sink, which exists already and is
# taken over, writes to a bucket there instead of the global one. It is locked: nobody
# can shorten the time or delete the bucket while there are lines in it, nor take that back.
resource "google_logging_project_bucket_config" "logs" {
  project        = local.project
  location       = var.region
  bucket_id      = "vahti"
  retention_days = 30
  locked         = true
}

resource "google_logging_project_sink" "default" {
  project     = local.project
  name        = "_Default"
  destination = "logging.googleapis.com/${google_logging_project_bucket_config.logs.id}"
  # The platform's own log of requests holds whole addresses, with the tokens of letters
  # and sign-ins in them. The functions log what is needed themselves. Access past the
  # functions has a bucket of its own (access.tf).
  filter = <<-EOT
    NOT LOG_ID("run.googleapis.com/requests") AND
    NOT LOG_ID("cloudaudit.googleapis.com/data_access") AND
    NOT LOG_ID("cloudaudit.googleapis.com/activity") AND NOT LOG_ID("externalaudit.googleapis.com/activity") AND
    NOT LOG_ID("cloudaudit.googleapis.com/system_event") AND NOT LOG_ID("externalaudit.googleapis.com/system_event") AND
    NOT LOG_ID("cloudaudit.googleapis.com/access_transparency") AND NOT LOG_ID("externalaudit.googleapis.com/access_transparency")
  EOT
}
