# One function: a Cloud Run service with an identity of its own, the rights that
# the identity table gives it, and what triggers it.

locals {
  name   = var.identity.Function
  limit  = var.time_limit + 15 # Cloud Run's; the function's own comes first
  held   = lookup(var.cloud.held, local.name, "")
  member = "serviceAccount:${google_service_account.function.email}"
  # The one subscription, or none.
  trigger  = toset(compact([var.identity.Trigger]))
  attempts = 20 # of a message, before it is a dead letter
}

resource "google_service_account" "function" {
  project      = var.cloud.project
  account_id   = "vahti-${local.name}"
  display_name = "Vahti: ${local.name}"
}

resource "google_cloud_run_v2_service" "function" {
  project              = var.cloud.project
  location             = var.cloud.region
  name                 = local.name
  deletion_protection  = false # it holds nothing
  ingress              = var.identity.Public ? "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" : "INGRESS_TRAFFIC_INTERNAL_ONLY"
  invoker_iam_disabled = var.identity.Public # people have no Google identity; the function checks their token

  template {
    service_account                  = google_service_account.function.email
    timeout                          = "${local.limit}s"
    max_instance_request_concurrency = var.concurrency

    scaling {
      max_instance_count = var.instances
    }

    containers {
      image = var.cloud.images[local.name]

      resources {
        limits            = { cpu = "1", memory = var.memory }
        cpu_idle          = true
        startup_cpu_boost = true
      }

      dynamic "env" {
        for_each = merge(var.environment, var.identity.Objects == "" ? {} : { ARCHIVE_BUCKET = var.cloud.bucket }, {
          GOOGLE_CLOUD_PROJECT      = var.cloud.project
          CLOUD_RUN_TIMEOUT_SECONDS = tostring(local.limit)
        }, { for t in local.trigger : "MAX_DELIVERY_ATTEMPTS" => tostring(local.attempts) })
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }

  dynamic "traffic" {
    for_each = local.held == "" ? [{ percent = 100, revision = null, tag = null }] : [
      { percent = 100, revision = local.held, tag = null },
      { percent = 0, revision = null, tag = "next" },
    ]
    content {
      type     = traffic.value.revision == null ? "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST" : "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION"
      percent  = traffic.value.percent
      revision = traffic.value.revision
      tag      = traffic.value.tag
    }
  }
}

resource "google_project_iam_member" "documents" {
  for_each = var.identity.Databases
  project  = var.cloud.project
  role     = var.cloud.documents[each.value]
  member   = local.member

  condition {
    title      = "database ${each.key}"
    expression = "resource.name == \"${var.cloud.databases[each.key]}\""
  }
}

resource "google_storage_bucket_iam_member" "objects" {
  for_each = toset(compact([var.identity.Objects]))
  bucket   = var.cloud.bucket
  role     = var.cloud.objects[each.key]
  member   = local.member
}

resource "google_project_iam_member" "secrets" {
  for_each = toset(var.identity.Secrets)
  project  = var.cloud.project
  role     = "roles/secretmanager.secretAccessor"
  member   = local.member

  condition {
    title      = "secrets ${each.key}*"
    expression = "resource.name.startsWith(\"projects/${var.cloud.number}/secrets/${each.key}\")"
  }
}

resource "google_project_iam_member" "destroys" {
  for_each = toset(var.identity.Destroys)
  project  = var.cloud.project
  role     = var.cloud.destroys
  member   = local.member

  condition {
    title      = "keys ${each.key}*"
    expression = "resource.name.startsWith(\"projects/${var.cloud.number}/secrets/${each.key}\")"
  }
}

resource "google_pubsub_subscription_iam_member" "pulls" {
  for_each     = toset(var.identity.Pulls)
  project      = var.cloud.project
  subscription = var.cloud.subscriptions[each.key]
  role         = "roles/pubsub.subscriber"
  member       = local.member
}

resource "google_pubsub_topic_iam_member" "publishes" {
  for_each = toset(var.identity.Publishes)
  project  = var.cloud.project
  topic    = var.cloud.topics[each.key]
  role     = "roles/pubsub.publisher"
  member   = local.member
}

resource "google_project_iam_member" "model" {
  count   = var.identity.Vertex ? 1 : 0
  project = var.cloud.project
  role    = var.cloud.model
  member  = local.member
}

# What pushes to the function, and the only identity that may.
resource "google_service_account" "push" {
  for_each     = local.trigger
  project      = var.cloud.project
  account_id   = "vahti-${local.name}-push"
  display_name = "Vahti: pushes to ${local.name}"
}

resource "google_cloud_run_v2_service_iam_member" "push" {
  for_each = local.trigger
  project  = var.cloud.project
  location = var.cloud.region
  name     = google_cloud_run_v2_service.function.name
  role     = "roles/run.invoker"
  member   = "serviceAccount:${google_service_account.push[each.key].email}"
}

resource "google_pubsub_subscription" "push" {
  for_each = local.trigger
  project  = var.cloud.project
  name     = local.name
  topic    = var.cloud.topics[each.key]

  ack_deadline_seconds       = local.limit + 15 # of a push, the time its answer may take
  message_retention_duration = "${7 * 24 * 3600}s"

  push_config {
    push_endpoint = google_cloud_run_v2_service.function.uri

    oidc_token {
      service_account_email = google_service_account.push[each.key].email
      audience              = google_cloud_run_v2_service.function.uri
    }
  }

  retry_policy {
    minimum_backoff = "1s"
    maximum_backoff = "600s"
  }

  dead_letter_policy {
    dead_letter_topic     = var.cloud.dead_letter
    max_delivery_attempts = local.attempts
  }

  expiration_policy {
    ttl = "" # never
  }

  depends_on = [google_cloud_run_v2_service_iam_member.push]
}

# Pub/Sub itself acknowledges here what it moves to the dead letter.
resource "google_pubsub_subscription_iam_member" "dead_letter" {
  for_each     = google_pubsub_subscription.push
  project      = var.cloud.project
  subscription = each.value.name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:service-${var.cloud.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}
