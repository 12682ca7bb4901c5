output "service" {
  value = google_cloud_run_v2_service.function.name
}

output "subject" {
  description = "Subject of the identity tokens that the function gets from Google."
  value       = google_service_account.function.unique_id
}
