# A scan waits for Graph most of its time, so several share an instance.
module "scan" {
  source   = "./function"
  identity = local.identities.scan
  cloud    = local.cloud

  time_limit  = 540
  memory      = "2Gi"
  concurrency = 8
  instances   = 20

  environment = merge(
    {
      ENTRA_CLIENT_ID = var.entra_client_id
      DNS_RESOLVER    = var.dns_resolver
      GRAPH_APP_SHARE = "0.05" # one by the instances above: Microsoft's limits are for all of them together
    },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
    var.graph_client_secret ? { ENTRA_CLIENT_SECRET_NAME = google_secret_manager_secret.graph_client[0].secret_id } : {},
  )
}
