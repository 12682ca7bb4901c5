# Scheduled work that nobody waits for: one at a time is enough, and two agree.
module "sweep" {
  source   = "./function"
  identity = local.identities.sweep
  cloud    = local.cloud

  time_limit  = 540
  memory      = "1Gi"
  concurrency = 1
  instances   = 1

  environment = { PUBLIC_ADDRESS = var.public_address }
}

resource "google_cloud_scheduler_job" "sweep" {
  project   = local.project
  region    = var.second_region
  name      = "sweep"
  schedule  = "*/10 * * * *"
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.all["sweep"].id
    data       = base64encode("{}")
  }
}
