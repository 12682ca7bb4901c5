# Tenants' sealed objects: what a scan read, kept for the next one. It can all be
# read from Microsoft again, so there is no backup of it: what is deleted is gone at
# once, with nothing that a deletion would have to reach later.

resource "google_storage_bucket" "objects" {
  project                     = local.project
  name                        = "${local.project}-objects"
  location                    = var.region
  storage_class               = "STANDARD"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = false
  }

  soft_delete_policy {
    retention_duration_seconds = 0
  }

  # Only journals carry a time of their own, which shared/archive gives them: what a
  # scan has read so far, of no use once the scan has ended.
  lifecycle_rule {
    condition {
      days_since_custom_time = 2
    }
    action {
      type = "Delete"
    }
  }
}

# One role per set of verbs in the table.
resource "google_project_iam_custom_role" "objects" {
  for_each    = toset(compact([for i in local.identities : i.Objects]))
  project     = local.project
  role_id     = "vahtiObjects${each.key}"
  title       = "Vahti objects: ${join(", ", [for v in local.verbs : lower(v) if strcontains(each.key, v)])}"
  permissions = [for v in local.verbs : "storage.objects.${lower(v)}" if strcontains(each.key, v)]
}
