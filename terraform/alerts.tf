# Who is on call hears of what is unusual in Vahti itself, which the sweep finds, and of
# what deliver and erase cannot do. Each writes a line; shared/anomaly has its form, and
# tests there compare the two, and the functions that write such lines with those that
# are listened to here.

resource "google_logging_metric" "anomalies" {
  project     = local.project
  name        = "vahti-anomalies"
  description = "Anomalies and what does not get done, by rule."
  filter = join(" AND ", [
    "resource.type = \"cloud_run_revision\"",
    "resource.labels.service_name = (\"deliver\" OR \"erase\" OR \"sweep\")",
    "severity = ALERT",
    "jsonPayload.message = \"anomaly raised\"",
  ])

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"

    labels {
      key         = "rule"
      value_type  = "STRING"
      description = "Which rule found it."
    }
    labels {
      key         = "urgency"
      value_type  = "STRING"
      description = "critical: at once; warning: within the working day."
    }
  }

  label_extractors = {
    rule    = "EXTRACT(jsonPayload.rule)"
    urgency = "EXTRACT(jsonPayload.urgency)"
  }
}

resource "google_monitoring_alert_policy" "anomalies" {
  project               = local.project
  display_name          = "Anomalies"
  combiner              = "OR"
  notification_channels = var.alert_channels

  conditions {
    display_name = "something unusual in Vahti itself"

    condition_threshold {
      filter = join(" AND ", [
        "resource.type = \"cloud_run_revision\"",
        "metric.type = \"logging.googleapis.com/user/${google_logging_metric.anomalies.name}\"",
      ])
      comparison      = "COMPARISON_GT"
      threshold_value = 0
      duration        = "0s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["metric.label.rule", "metric.label.urgency"]
      }
    }
  }

  documentation {
    content = "Look for \"anomaly raised\" in the logs of deliver, erase and sweep: the line says what it is about, by ID, and what to do. What sweep raised is in the service's own audit trail too, under the same name: scripts/audit trail."
  }
}

# A sweep that does not run finds nothing.
resource "google_monitoring_alert_policy" "no_sweep" {
  project               = local.project
  display_name          = "No sweep"
  combiner              = "OR"
  notification_channels = var.alert_channels

  conditions {
    display_name = "no sweep succeeded for an hour"

    condition_absent {
      filter = join(" AND ", [
        "resource.type = \"cloud_run_revision\"",
        "resource.labels.service_name = \"${module.sweep.service}\"",
        "metric.type = \"run.googleapis.com/request_count\"",
        "metric.labels.response_code_class = \"2xx\"",
      ])
      duration = "3600s"

      aggregations {
        alignment_period     = "600s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
      }
    }
  }

  documentation {
    content = "Audit trails are not sealed and nobody looks for anomalies. See the logs of sweep, and scripts/dead-letters list."
  }
}

# People and other services are answered with errors, or a function cannot start.
resource "google_monitoring_alert_policy" "failing" {
  project               = local.project
  display_name          = "Functions fail"
  combiner              = "OR"
  notification_channels = var.alert_channels

  conditions {
    display_name = "a public function failed ten times in five minutes"

    condition_threshold {
      filter = join(" AND ", [
        "resource.type = \"cloud_run_revision\"",
        "resource.labels.service_name = one_of(${join(", ", [for name in sort(keys(local.public)) : "\"${name}\""])})",
        "metric.type = \"run.googleapis.com/request_count\"",
        "metric.labels.response_code_class = \"5xx\"",
      ])
      comparison      = "COMPARISON_GT"
      threshold_value = 10
      duration        = "0s"

      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_DELTA"
        cross_series_reducer = "REDUCE_SUM"
        group_by_fields      = ["resource.label.service_name"]
      }
    }
  }

  documentation {
    content = "See the function's log for lines of severity ERROR; HELD in scripts/deploy goes back to an older revision. After a restore, 503 is right until erase has run."
  }
}

# Work waits: a function is down, or too slow for what comes in.
resource "google_monitoring_alert_policy" "backlog" {
  project               = local.project
  display_name          = "Messages wait"
  combiner              = "OR"
  notification_channels = var.alert_channels

  conditions {
    display_name = "a message is an hour old"

    condition_threshold {
      filter = join(" AND ", [
        "resource.type = \"pubsub_subscription\"",
        "resource.labels.subscription_id != \"${google_pubsub_subscription.dead_letter.name}\"",
        "metric.type = \"pubsub.googleapis.com/subscription/oldest_unacked_message_age\"",
      ])
      comparison      = "COMPARISON_GT"
      threshold_value = 3600
      duration        = "300s"

      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_MAX"
        cross_series_reducer = "REDUCE_MAX"
        group_by_fields      = ["resource.label.subscription_id"]
      }
    }
  }

  documentation {
    content = "Nothing is lost: messages are kept for seven days. See the log of the function that the subscription is named after."
  }
}
