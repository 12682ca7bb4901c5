package main

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"

	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/serve"
)

// letter is a message that could not be delivered. One that became a dead letter
// several times over, because its push was repeated, is one.
type letter struct {
	id       string // in the dead letter topic
	at       time.Time
	topic    string // where it was published at first; empty when nobody knows
	function string // who could not take it
	tenant   string // whom it is about; empty when it does not say
	attempts string
	err      string // empty when it was not recorded
	original string // its id where it was published at first
	data     []byte
	ids      []string // of all dead letters that are this message
}

// The attributes of letters that Pub/Sub moved by itself.
const (
	sourceSubscription = "CloudPubSubDeadLetterSourceSubscription"
	sourceAttempts     = "CloudPubSubDeadLetterSourceDeliveryCount"
)

var tenantID = regexp.MustCompile(`^t[a-z2-7]{24}$`)

func letterOf(r *pubsubpb.ReceivedMessage) letter {
	m := r.GetMessage()
	about := m.GetAttributes()
	l := letter{
		id: m.GetMessageId(), at: m.GetPublishTime().AsTime(), data: m.GetData(), ids: []string{m.GetMessageId()},
		topic: about[serve.LetterTopic], function: plain(about[serve.LetterFunction]), err: plain(about[serve.LetterError]),
		attempts: plain(about[serve.LetterAttempts]), original: about[serve.LetterMessage],
	}
	if at, err := time.Parse(time.RFC3339, about[serve.LetterAt]); err == nil {
		l.at = at
	}
	if l.function == "" { // subscriptions are named after functions
		l.function, l.attempts = plain(about[sourceSubscription]), plain(about[sourceAttempts])
	}
	if _, err := strconv.Atoi(l.attempts); err != nil {
		l.attempts = ""
	}
	if l.topic == "" {
		if i, ok := identity.Of(l.function); ok {
			l.topic = i.Trigger
		}
	}
	if !receives(l.topic) {
		l.topic = ""
	}
	var body struct {
		Tenant string `json:"tenant"`
	}
	if json.Unmarshal(l.data, &body) == nil && tenantID.MatchString(body.Tenant) {
		l.tenant = body.Tenant
	}
	return l
}

// receives reports whether a function receives a topic's messages.
func receives(topic string) bool {
	for _, i := range identity.Table() {
		if topic != "" && i.Trigger == topic {
			return true
		}
	}
	return false
}

// plain makes a text fit for one line of a terminal.
func plain(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text))
}

// text returns the message as people read it: its JSON, or what it is instead, in
// quotes.
func (l letter) text() string {
	var b bytes.Buffer
	if json.Indent(&b, l.data, "", "  ") == nil {
		return b.String()
	}
	return strconv.Quote(string(l.data))
}

// same names what two deliveries of one message have in common.
func (l letter) same() string {
	if l.original == "" {
		return l.id
	}
	return l.topic + "/" + l.original
}
