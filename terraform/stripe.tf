# Stripe's webhooks, which sign what they bring.
module "stripe" {
  source   = "./function"
  identity = local.identities.stripe
  cloud    = local.cloud

  time_limit  = 20
  memory      = "256Mi"
  concurrency = 40
  instances   = 4
}

# Their values are added by hand and never pass through here: the key of Stripe's API,
# restricted to customers, prices, checkout sessions, portal sessions, subscriptions,
# invoices, charges and disputes; and the signing secret of the webhook's endpoint. While
# that is rotated its version holds the old and the new one, each on a line.
resource "google_secret_manager_secret" "stripe" {
  for_each  = toset(["stripe-key", "stripe-webhook"])
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
