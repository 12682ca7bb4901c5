# Hears from Postmark what became of letters, and from readers that they want no more.
module "postmark" {
  source   = "./function"
  identity = local.identities.postmark
  cloud    = local.cloud

  time_limit  = 30
  memory      = "512Mi"
  concurrency = 40
  instances   = 5
}
