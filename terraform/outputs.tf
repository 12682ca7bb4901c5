output "registry" {
  description = "Where images are pushed."
  value       = "${var.region}-docker.pkg.dev/${local.project}/${google_artifact_registry_repository.images.repository_id}"
}

output "scan_subject" {
  description = "Subject of the federated credential of Vahti's application in Entra; its issuer is https://accounts.google.com."
  value       = module.scan.subject
}

output "console_service" {
  description = "The Cloud Run service that the load balancer's backend names."
  value       = module.console.service
}
