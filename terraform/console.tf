# People, with a browser.
module "console" {
  source   = "./function"
  identity = local.identities.console
  cloud    = local.cloud

  time_limit  = 20
  memory      = "512Mi"
  concurrency = 80
  instances   = 10

  environment = merge(
    { PUBLIC_ADDRESS = var.public_address, PROXIES = "1" },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
  )
}
