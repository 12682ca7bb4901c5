# The model's quota, not the processor, bounds how many explain at once.
module "explain" {
  source   = "./function"
  identity = local.identities.explain
  cloud    = local.cloud

  time_limit  = 540
  memory      = "512Mi"
  concurrency = 8
  instances   = 5

  environment = { VERTEX_REGION = var.vertex_region }
}
