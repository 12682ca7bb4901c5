# The public address: one regional load balancer within the EU, which ends TLS there, and
# leads to the functions that are reached over the Internet as the identity table says.

locals {
  public = { for name, i in local.identities : name => i if i.Public }
  host   = trimprefix(var.public_address, "https://")
  # Function => the paths that lead to it; all that is left leads to the console.
  paths = {
    for name, i in local.public : name => [for p in i.Paths : endswith(p, "/") ? "${p}*" : p] if !contains(i.Paths, "/")
  }
}

resource "google_compute_network" "public" {
  project                 = local.project
  name                    = "public"
  auto_create_subnetworks = false
}

# Where the load balancer's own proxies are.
resource "google_compute_subnetwork" "proxies" {
  project       = local.project
  region        = var.region
  name          = "proxies"
  network       = google_compute_network.public.id
  purpose       = "REGIONAL_MANAGED_PROXY"
  role          = "ACTIVE"
  ip_cidr_range = "10.129.0.0/23"
}

resource "google_compute_address" "public" {
  project      = local.project
  region       = var.region
  name         = "public"
  network_tier = "STANDARD" # stays within the region
}

resource "google_compute_region_network_endpoint_group" "function" {
  for_each              = local.public
  project               = local.project
  region                = var.region
  name                  = each.key
  network_endpoint_type = "SERVERLESS"

  cloud_run {
    service = each.key
  }
}

resource "google_compute_region_backend_service" "function" {
  for_each              = local.public
  project               = local.project
  region                = var.region
  name                  = each.key
  protocol              = "HTTPS"
  load_balancing_scheme = "EXTERNAL_MANAGED"

  backend {
    group           = google_compute_region_network_endpoint_group.function[each.key].id
    balancing_mode  = "UTILIZATION"
    capacity_scaler = 1
  }

  # Addresses hold the tokens of letters and sign-ins; the functions log what is needed.
  log_config {
    enable = false
  }
}

resource "google_compute_region_url_map" "public" {
  project         = local.project
  region          = var.region
  name            = "public"
  default_service = google_compute_region_backend_service.function["console"].id

  host_rule {
    hosts        = [local.host]
    path_matcher = "functions"
  }

  path_matcher {
    name            = "functions"
    default_service = google_compute_region_backend_service.function["console"].id

    dynamic "path_rule" {
      for_each = local.paths
      content {
        paths   = path_rule.value
        service = google_compute_region_backend_service.function[path_rule.key].id
      }
    }
  }
}

# The certificate is made and renewed by Google once the record of the output
# certificate_record is in the domain's DNS.
resource "google_certificate_manager_dns_authorization" "public" {
  project  = local.project
  location = var.region
  name     = "public"
  domain   = local.host
}

resource "google_certificate_manager_certificate" "public" {
  project  = local.project
  location = var.region
  name     = "public"

  managed {
    domains            = [local.host]
    dns_authorizations = [google_certificate_manager_dns_authorization.public.id]
  }
}

# This provider can ask for no more than 1.2 at the least, with its strongest
# ciphers alone; browsers and programs of today agree on 1.3.
resource "google_compute_region_ssl_policy" "public" {
  project         = local.project
  region          = var.region
  name            = "public"
  profile         = "RESTRICTED"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_region_target_https_proxy" "public" {
  project                          = local.project
  region                           = var.region
  name                             = "public"
  url_map                          = google_compute_region_url_map.public.id
  certificate_manager_certificates = [google_certificate_manager_certificate.public.id]
  ssl_policy                       = google_compute_region_ssl_policy.public.id
}

resource "google_compute_forwarding_rule" "public" {
  project               = local.project
  region                = var.region
  name                  = "public"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  network               = google_compute_network.public.id
  network_tier          = "STANDARD"
  ip_address            = google_compute_address.public.id
  port_range            = "443"
  target                = google_compute_region_target_https_proxy.public.id

  depends_on = [google_compute_subnetwork.proxies]
}

output "address" {
  description = "The IP address to which the public address's host leads."
  value       = google_compute_address.public.address
}

output "certificate_record" {
  description = "The DNS record by which Google sees that the host is Vahti's, and makes its certificate."
  value       = google_certificate_manager_dns_authorization.public.dns_resource_record
}
