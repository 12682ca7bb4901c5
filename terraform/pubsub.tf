# Topics, the dead letter and the tick. Subscriptions are in the function module.

resource "google_pubsub_topic" "all" {
  for_each = local.topics
  project  = local.project
  name     = each.key

  message_storage_policy {
    allowed_persistence_regions = [var.region, var.second_region]
  }
}

resource "google_pubsub_topic" "dead_letter" {
  project = local.project
  name    = "dead-letter"

  message_storage_policy {
    allowed_persistence_regions = [var.region, var.second_region]
  }
}

# Keeps what could not be delivered until someone has looked at it: functions
# publish what they cannot take, with the reason, and Pub/Sub what they do not
# answer at all. scripts/dead-letters lists and replays it.
resource "google_pubsub_subscription" "dead_letter" {
  project                    = local.project
  name                       = "dead-letter"
  topic                      = google_pubsub_topic.dead_letter.id
  message_retention_duration = "${31 * 24 * 3600}s"

  expiration_policy {
    ttl = "" # never
  }
}

# Pub/Sub itself moves messages to the dead letter.
resource "google_pubsub_topic_iam_member" "dead_letter" {
  project = local.project
  topic   = google_pubsub_topic.dead_letter.id
  role    = "roles/pubsub.publisher"
  member  = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}

# Somebody has to look: it is shown among the project's incidents.
resource "google_monitoring_alert_policy" "dead_letter" {
  project               = local.project
  display_name          = "Dead letters"
  combiner              = "OR"
  notification_channels = var.alert_channels

  conditions {
    display_name = "a message could not be delivered"

    condition_threshold {
      filter = join(" AND ", [
        "resource.type = \"pubsub_subscription\"",
        "resource.labels.subscription_id = \"${google_pubsub_subscription.dead_letter.name}\"",
        "metric.type = \"pubsub.googleapis.com/subscription/num_undelivered_messages\"",
      ])
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "300s"

      aggregations {
        alignment_period   = "60s"
        per_series_aligner = "ALIGN_MAX"
      }
    }
  }

  documentation {
    content = "Run scripts/dead-letters list. Messages are kept for 31 days."
  }
}

resource "google_cloud_scheduler_job" "tick" {
  project   = local.project
  region    = var.second_region
  name      = "tick"
  schedule  = "* * * * *"
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.all["tick"].id
    data       = base64encode("{}")
  }
}
