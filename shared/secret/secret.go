// Package secret reads secrets that others gave Vahti out of Secret Manager, such as
// the token of a service that it calls, and reads them again after a while, so that
// one can be exchanged without a deployment.
package secret

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

const (
	// Fresh is how long a secret that was read is used.
	Fresh = 5 * time.Minute
	// again is how soon it is read anew for somebody who found that it does not fit.
	again = 10 * time.Second
	// patience is how long Secret Manager may take while there is a value to go on with.
	patience = 5 * time.Second
)

// Secret is one secret. Its latest version holds one value, or several that are all
// valid, apart by lines or commas: while one is rotated, the new and the old. Its methods
// may be called concurrently.
type Secret struct {
	client *secretmanager.Client
	name   string
	now    func() time.Time
	wait   time.Duration

	mu   sync.Mutex
	text string
	read time.Time
}

// New returns the secret of a name in a project. It reads nothing yet.
func New(client *secretmanager.Client, project, name string, now func() time.Time) *Secret {
	return &Secret{client: client, name: fmt.Sprintf("projects/%s/secrets/%s/versions/latest", project, name), now: now, wait: patience}
}

// String keeps a secret out of formatted errors.
func (*Secret) String() string { return "[secret]" }

// Text returns all that the latest version holds, as it was Fresh ago at the earliest.
// While Secret Manager cannot be reached what was read before goes on being used.
func (s *Secret) Text(ctx context.Context) (string, error) { return s.get(ctx, Fresh) }

// First returns the first value.
func (s *Secret) First(ctx context.Context) (string, error) {
	values, err := s.Values(ctx)
	if err != nil {
		return "", err
	}
	return values[0], nil
}

// Values returns the values, of which there is one at least.
func (s *Secret) Values(ctx context.Context) ([]string, error) { return s.values(ctx, Fresh) }

// Again is Values for who found that none fits: the secret may have been replaced a
// moment ago.
func (s *Secret) Again(ctx context.Context) ([]string, error) { return s.values(ctx, again) }

func (s *Secret) values(ctx context.Context, kept time.Duration) ([]string, error) {
	text, err := s.get(ctx, kept)
	if err != nil {
		return nil, err
	}
	apart := func(r rune) bool { return strings.ContainsRune("\n\r\t ,", r) }
	values := strings.FieldsFunc(text, apart)
	if len(values) == 0 {
		return nil, errors.New("a secret holds nothing")
	}
	return values, nil
}

func (s *Secret) get(ctx context.Context, kept time.Duration) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if age := s.now().Sub(s.read); s.text != "" && age >= 0 && age < kept {
		return s.text, nil
	}
	if s.text != "" {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.wait)
		defer cancel()
	}
	answer, err := s.client.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{Name: s.name})
	down := ctx.Err() != nil || status.Code(err) == codes.Unavailable || status.Code(err) == codes.DeadlineExceeded
	switch {
	case err != nil && s.text != "" && down:
		s.read = s.now().Add(again - kept) // not every caller waits
		return s.text, nil
	case err != nil:
		return "", fmt.Errorf("read secret: %s", status.Code(err))
	}
	s.text, s.read = string(answer.GetPayload().GetData()), s.now()
	return s.text, nil
}
