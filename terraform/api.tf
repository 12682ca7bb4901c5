# Programs, and pages of the customer's own.
module "api" {
  source   = "./function"
  identity = local.identities.api
  cloud    = local.cloud

  time_limit  = 20
  memory      = "512Mi"
  concurrency = 80
  instances   = 10

  environment = merge(
    { PUBLIC_ADDRESS = var.public_address, PROXIES = "2", ENTRA_CLIENT_ID = var.entra_people_client_id },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
    var.cors_origins == "" ? {} : { CORS_ORIGINS = var.cors_origins },
  )
}
