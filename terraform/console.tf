# People, through the load balancer; it proves each request with a signed token.
module "console" {
  source   = "./function"
  identity = local.identities.console
  cloud    = local.cloud

  time_limit  = 20
  memory      = "512Mi"
  concurrency = 80
  instances   = 10

  environment = merge(
    { FRONT_DOOR_KEY = var.front_door_key },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
  )
}
