# A tick each minute: few instances, most of them idle.
module "dispatch" {
  source   = "./function"
  identity = local.identities.dispatch
  cloud    = local.cloud

  time_limit  = 300
  memory      = "512Mi"
  concurrency = 4
  instances   = 2
}
