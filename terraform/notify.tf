# Notes what scans changed and writes what people are told of it.
module "notify" {
  source   = "./function"
  identity = local.identities.notify
  cloud    = local.cloud

  time_limit  = 120
  memory      = "512Mi"
  concurrency = 8
  instances   = 5

  environment = merge(
    { PUBLIC_ADDRESS = var.public_address },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
  )
}
