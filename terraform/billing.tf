# What follows from what customers subscribe to. Stripe takes some twenty-five requests a
# second; a customer takes two to five.
module "billing" {
  source   = "./function"
  identity = local.identities.billing
  cloud    = local.cloud

  time_limit  = 540
  memory      = "512Mi"
  concurrency = 4
  instances   = 2

  environment = { PUBLIC_ADDRESS = var.public_address }
}

# Every customer is looked at daily: what a lost event would have told, as is a
# time of grace that is over, which dispatch also tells within minutes.
resource "google_cloud_scheduler_job" "billing" {
  project   = local.project
  region    = var.second_region
  name      = "billing"
  schedule  = "41 2 * * *"
  time_zone = "Etc/UTC"

  pubsub_target {
    topic_name = google_pubsub_topic.all["billing"].id
    data       = base64encode("{}")
  }
}
