package console

import (
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/letter"
	"vahti.ai/vahti/shared/notice"
)

// andWorse names a severity as the least that is told at once.
func (l locale) andWorse(s finding.Severity) string {
	switch s {
	case finding.Critical:
		return l.say("critical alone")
	case finding.High:
		return l.say("high and worse")
	case finding.Medium:
		return l.say("medium and worse")
	}
	return l.say("low and worse")
}

// weekday names a day of the week.
func (l locale) weekday(d time.Weekday) string {
	switch d {
	case time.Monday:
		return l.say("Monday")
	case time.Tuesday:
		return l.say("Tuesday")
	case time.Wednesday:
		return l.say("Wednesday")
	case time.Thursday:
		return l.say("Thursday")
	case time.Friday:
		return l.say("Friday")
	case time.Saturday:
		return l.say("Saturday")
	}
	return l.say("Sunday")
}

// letterKind says what letters of a kind are about.
func (l locale) letterKind(k letter.Kind) string {
	switch k {
	case letter.FindingsAlert:
		return l.say("serious findings, at once")
	case letter.Digest:
		return l.say("summaries of what has changed")
	case letter.ConsentLost:
		return l.say("that Vahti cannot read your Microsoft 365 any more")
	case letter.MailFailed:
		return l.say("that mail to somebody comes back")
	}
	return l.say("that the webhook is switched off")
}

// callKind says what a message to the webhook tells.
func (l locale) callKind(kind string) string {
	if kind == notice.TestEvent {
		return l.say("A test")
	}
	return l.say("Changes of a scan")
}

// callState says what became of a message to the webhook.
func (l locale) callState(state string) label {
	switch state {
	case notice.CallTaken:
		return label{l.say("Received"), "active"}
	case notice.CallMissed:
		return label{l.say("Not received"), "ended"}
	}
	return label{l.say("Under way"), "asked"}
}
