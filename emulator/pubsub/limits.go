package pubsub

import (
	"strings"
	"unicode/utf8"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// The limits of one publish request, as Google documents them.
const (
	maxMessages       = 1000
	maxRequestBytes   = 10_000_000
	maxAttributes     = 100
	maxAttributeKey   = 256
	maxAttributeValue = 1024
	maxOrderingKey    = 1024
)

// checkMessages refuses what Pub/Sub refuses.
func checkMessages(messages []*pubsubpb.PubsubMessage) error {
	if len(messages) == 0 {
		return invalid("The request contains no messages.")
	}
	if len(messages) > maxMessages {
		return invalid("The request contains %d messages; the limit is %d.", len(messages), maxMessages)
	}
	total := 0
	for i, m := range messages {
		if m == nil || len(m.GetData()) == 0 && len(m.GetAttributes()) == 0 {
			return invalid("Message %d has neither data nor attributes.", i)
		}
		if len(m.GetOrderingKey()) > maxOrderingKey {
			return invalid("The ordering key of message %d is longer than %d bytes.", i, maxOrderingKey)
		}
		size, err := checkAttributes(m.GetAttributes())
		if err != nil {
			return err
		}
		total += size + len(m.GetData()) + len(m.GetOrderingKey())
	}
	if total > maxRequestBytes {
		return invalid("The request holds %d bytes; the limit is %d.", total, maxRequestBytes)
	}
	return nil
}

func checkAttributes(attributes map[string]string) (size int, err error) {
	if len(attributes) > maxAttributes {
		return 0, invalid("A message has %d attributes; the limit is %d.", len(attributes), maxAttributes)
	}
	for k, v := range attributes {
		switch {
		case k == "":
			return 0, invalid("An attribute has no key.")
		case len(k) > maxAttributeKey:
			return 0, invalid("An attribute key is longer than %d bytes.", maxAttributeKey)
		case strings.HasPrefix(strings.ToLower(k), "goog"):
			return 0, invalid("Attribute keys that begin with \"goog\" are reserved.")
		case len(v) > maxAttributeValue:
			return 0, invalid("The value of an attribute is longer than %d bytes.", maxAttributeValue)
		case !utf8.ValidString(k) || !utf8.ValidString(v):
			return 0, invalid("An attribute is not valid UTF-8.")
		}
		size += len(k) + len(v)
	}
	return size, nil
}

func invalid(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, format, args...)
}

// parseName takes the short id out of projects/{project}/{collection}/{id}. The error is INVALID_ARGUMENT for a name
// of another form and NOT_FOUND for one in another project.
func parseName(name, project, collection string) (id string, err error) {
	parts := strings.Split(name, "/")
	if len(parts) != 4 || parts[0] != "projects" || parts[1] == "" || parts[2] != collection || !validID(parts[3]) {
		return "", invalid("Invalid resource name given (name=%s).", name)
	}
	if parts[1] != project {
		return "", status.Errorf(codes.NotFound, "Requested project not found (project=%s).", parts[1])
	}
	return parts[3], nil
}

func topicName(project, id string) string { return "projects/" + project + "/topics/" + id }

func subscriptionName(project, id string) string {
	return "projects/" + project + "/subscriptions/" + id
}

// validID reports whether a short id follows Pub/Sub's rules: 3 to 255 characters that begin with a letter, of
// letters, digits and -._~+%, and that do not begin with "goog".
func validID(id string) bool {
	if len(id) < 3 || len(id) > 255 || strings.HasPrefix(id, "goog") {
		return false
	}
	for i := range len(id) {
		c := id[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if i == 0 && !letter {
			return false
		}
		if !letter && (c < '0' || c > '9') && !strings.ContainsRune("-._~+%", rune(c)) {
			return false
		}
	}
	return true
}
