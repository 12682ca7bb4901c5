# Sends what waits to be sent. Letters and messages are claimed: several instances
# agree.
module "deliver" {
  source   = "./function"
  identity = local.identities.deliver
  cloud    = local.cloud

  time_limit  = 540
  memory      = "512Mi"
  concurrency = 4
  instances   = 2

  environment = merge(
    { PUBLIC_ADDRESS = var.public_address, POSTMARK_FROM = var.mail_sender },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
  )
}

resource "google_cloud_scheduler_job" "deliver" {
  project   = local.project
  region    = var.second_region
  name      = "deliver"
  schedule  = "* * * * *"
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.all["deliver"].id
    data       = base64encode("{}")
  }
}

# Their values are added by hand and never pass through here: the token of Postmark's
# server, and the credentials that Postmark's webhook brings, one USER:PASSWORD a line.
resource "google_secret_manager_secret" "postmark" {
  for_each  = toset(["postmark-token", "postmark-webhook"])
  project   = local.project
  secret_id = each.key

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
