# Whoever reads or writes databases, keys and objects past the functions is logged:
# people with rights in the project, whether they have a support grant or not. What the
# functions do stands in the audit trails, so their accounts are left out.

resource "google_project_iam_audit_config" "access" {
  for_each = toset(["datastore.googleapis.com", "secretmanager.googleapis.com", "storage.googleapis.com"])
  project  = local.project
  service  = each.key

  dynamic "audit_log_config" {
    for_each = toset(["ADMIN_READ", "DATA_READ", "DATA_WRITE"])
    content {
      log_type         = audit_log_config.key
      exempted_members = [for name in sort(keys(local.identities)) : "serviceAccount:vahti-${name}@${var.project}.iam.gserviceaccount.com"]
    }
  }

  # An account must be there before it can be left out.
  depends_on = [
    module.api, module.billing, module.console, module.deliver, module.dispatch, module.erase, module.explain,
    module.export, module.notify, module.postmark, module.retain, module.scan, module.signin, module.stripe,
    module.sweep,
  ]
}

# Locked as the functions' lines are, and kept as long as the audit trails.
resource "google_logging_project_bucket_config" "access" {
  project        = local.project
  location       = var.region
  bucket_id      = "vahti-access"
  retention_days = 365
  locked         = true
}

resource "google_logging_project_sink" "access" {
  project                = local.project
  name                   = "access"
  destination            = "logging.googleapis.com/${google_logging_project_bucket_config.access.id}"
  filter                 = "LOG_ID(\"cloudaudit.googleapis.com/data_access\")"
  unique_writer_identity = true
}
