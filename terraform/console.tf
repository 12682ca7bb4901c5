# People, with a browser. The load balancer adds two addresses to X-Forwarded-For: where
# a request comes from, and its own.
module "console" {
  source   = "./function"
  identity = local.identities.console
  cloud    = local.cloud

  time_limit  = 20
  memory      = "512Mi"
  concurrency = 80
  instances   = 10

  environment = merge(
    { PUBLIC_ADDRESS = var.public_address, PROXIES = "2" },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
  )
}
