# Erases tenants whose agreement ended, with the only identity that may delete in every
# database, of the bucket and of the keys. One at a time.
module "erase" {
  source   = "./function"
  identity = local.identities.erase
  cloud    = local.cloud

  time_limit  = 540
  memory      = "1Gi"
  concurrency = 1
  instances   = 1

  environment = {
    PUBLIC_ADDRESS   = var.public_address
    ERASURES_AT_ONCE = tostring(var.erasures_at_once)
  }
}

resource "google_cloud_scheduler_job" "erase" {
  project   = local.project
  region    = var.second_region
  name      = "erase"
  schedule  = "23 * * * *"
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.all["erase"].id
    data       = base64encode("{}")
  }
}

# The ledger is restored with no other database and outlives their backups, so its own
# are kept longer than theirs, beside the daily ones.
resource "google_firestore_backup_schedule" "ledger" {
  project   = local.project
  database  = google_firestore_database.all["ledger"].name
  retention = "${14 * 7 * 24 * 3600}s"

  weekly_recurrence {
    day = "SUNDAY"
  }
}

# What it takes to destroy a key for good: its versions, then the secret.
resource "google_project_iam_custom_role" "destroys" {
  project = local.project
  role_id = "vahtiDestroysKeys"
  title   = "Vahti: destroy data keys"
  permissions = [
    "secretmanager.secrets.get", "secretmanager.secrets.delete", "secretmanager.versions.get", "secretmanager.versions.list", "secretmanager.versions.destroy",
  ]
}

# An erasure that goes wrong, or a restored database that is not brought up to date, is
# seen before its time is over.
resource "google_monitoring_alert_policy" "erase" {
  project               = local.project
  display_name          = "Erasures"
  combiner              = "OR"
  notification_channels = var.alert_channels

  conditions {
    display_name = "no run of erase ended for four hours, or one fails"

    condition_absent {
      filter = join(" AND ", [
        "resource.type = \"pubsub_subscription\"",
        "resource.labels.subscription_id = \"erase\"",
        "metric.type = \"pubsub.googleapis.com/subscription/push_request_count\"",
        "metric.labels.response_class = \"ack\"",
      ])
      duration = "14400s"

      aggregations {
        alignment_period     = "3600s"
        per_series_aligner   = "ALIGN_SUM"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "The function erase did not finish a run for four hours. Its log says which step of which tenant fails; customers are promised an end within 90 days, and after a restore nobody is served until it has run."
  }
}
