# Signing in, accounts, invitations and onboarding. A password's hash takes 19 MiB
# while it is made.
module "signin" {
  source   = "./function"
  identity = local.identities.signin
  cloud    = local.cloud

  time_limit  = 30
  memory      = "1Gi"
  concurrency = 20
  instances   = 10

  environment = {
    PUBLIC_ADDRESS    = var.public_address
    PROXIES           = "2"
    ENTRA_CLIENT_ID   = var.entra_people_client_id
    GRAPH_CLIENT_ID   = var.entra_client_id
    AGREEMENT_ADDRESS = var.agreement_address
    SECURITY_CONTACT  = var.security_contact
  }
}
