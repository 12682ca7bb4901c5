# Removes what the audit trails need not keep any longer. Besides erase, which
# deletes a tenant whole, its identity is the only one that may delete there.
module "retain" {
  source   = "./function"
  identity = local.identities.retain
  cloud    = local.cloud

  time_limit  = 540
  memory      = "512Mi"
  concurrency = 1
  instances   = 1
}

resource "google_cloud_scheduler_job" "retain" {
  project   = local.project
  region    = var.second_region
  name      = "retain"
  schedule  = "17 3 * * *"
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.all["retain"].id
    data       = base64encode("{}")
  }
}
