output "registry" {
  description = "Where images are pushed."
  value       = "${var.region}-docker.pkg.dev/${local.project}/${google_artifact_registry_repository.images.repository_id}"
}

output "scan_subject" {
  description = "Subject of the federated credential of the application that reads tenants; its issuer is https://accounts.google.com."
  value       = module.scan.subject
}

output "signin_subject" {
  description = "Subject of the federated credential of the registration by which people sign in; its issuer is https://accounts.google.com."
  value       = module.signin.subject
}
