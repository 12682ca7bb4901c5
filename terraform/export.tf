# A tenant's data as a ZIP. An export takes as long as the client needs to take it, up to
# the hour that Cloud Run lets a request last; each holds some tens of mebibytes however
# much it sends, so that few share an instance.
module "export" {
  source   = "./function"
  identity = local.identities.export
  cloud    = local.cloud

  time_limit  = 3540
  memory      = "512Mi"
  concurrency = 4
  instances   = 5

  environment = merge(
    { PUBLIC_ADDRESS = var.public_address, PROXIES = "2", ENTRA_CLIENT_ID = var.entra_people_client_id },
    var.custom_checks == "" ? {} : { CUSTOM_CHECKS = var.custom_checks },
  )
}
