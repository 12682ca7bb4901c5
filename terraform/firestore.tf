# The databases of the identity table, and their indexes.

locals {
  # Collection => field => the index that a query needs. A test in shared/identity
  # compares the file with the queries in the code.
  # They are made in every database but the advice: where a database has no such
  # collection an index costs nothing.
  indexes = merge(flatten([
    for database in setsubtract(local.databases, ["advice"]) : [
      for collection, fields in jsondecode(file("${path.module}/indexes.json")) : {
        for field, indexes in fields : "${database}/${collection}/${field}" => indexes
      }
    ]
  ])...)
}

resource "google_firestore_database" "all" {
  for_each                          = local.databases
  project                           = local.project
  name                              = each.key
  location_id                       = "eur3" # several regions of the EU
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"

  lifecycle {
    prevent_destroy = true
  }
}

# A tenant is erased at the latest 90 days after its end, by default 31; backups
# are gone 30 days later. Its sealed data is unreadable from the first day on.
resource "google_firestore_backup_schedule" "daily" {
  for_each  = google_firestore_database.all
  project   = local.project
  database  = each.value.name
  retention = "${30 * 24 * 3600}s"

  daily_recurrence {}
}

# No field is indexed unless a query needs it: an index on a field that only
# rises, such as a time, bounds how fast a collection can be written.
resource "google_firestore_field" "unindexed" {
  for_each   = google_firestore_database.all
  project    = local.project
  database   = each.value.name
  collection = "__default__"
  field      = "*"

  index_config {}
}

resource "google_firestore_field" "indexed" {
  for_each   = local.indexes
  project    = local.project
  database   = google_firestore_database.all[split("/", each.key)[0]].name
  collection = split("/", each.key)[1]
  field      = split("/", each.key)[2]

  index_config {
    dynamic "indexes" {
      for_each = each.value
      content {
        query_scope = indexes.value.scope
        order       = indexes.value.order
      }
    }
  }
}

# Documents that Firestore removes by itself, within a day after the time in the
# field: what a request was answered is of use only while its name is remembered, an event
# at Stripe while it may be sent again, what is left of a letter, of Postmark's reports, of
# addresses that belong to no tenant, of news and of messages to webhooks as long as
# shared/retention/RETENTION.md says, as are words for a finding.
resource "google_firestore_field" "expiring" {
  for_each = {
    "advice/explanations"  = "until"
    "people/letters"       = "expires"
    "people/mailevents"    = "expires"
    "people/suppressions"  = "expires"
    "vahti/hooks"          = "expires"
    "vahti/news"           = "expires"
    "vahti/payment-events" = "until"
    "vahti/requests"       = "until"
  }
  project    = local.project
  database   = google_firestore_database.all[split("/", each.key)[0]].name
  collection = split("/", each.key)[1]
  field      = each.value

  index_config {}
  ttl_config {}
}
