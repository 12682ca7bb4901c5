package handle

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/tenant"
	"vahti.ai/vahti/shared/tenant/tenanttest"
)

func TestNamed(t *testing.T) {
	tests := []struct {
		name, id string
		want     bool
	}{
		{"a hash", "0h3k9", true},
		{"a slot", "2026-11-01T12:00:00Z_1", true},
		{"any script", "päätös 決", true},
		{"dots within", "a..b", true},
		{"underscores within", "a__b__", true},
		{"the longest", strings.Repeat("x", 1500), true},
		{"nothing", "", false},
		{"one dot", ".", false},
		{"two dots", "..", false},
		{"a slash", "a/b", false},
		{"a slash at the end", "a/", false},
		{"reserved", "__x__", false},
		{"reserved and empty", "____", false},
		{"too long", strings.Repeat("x", 1501), false},
		{"no text", "a\xff", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Named(tt.id); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestOf(t *testing.T) {
	if _, err := Of(DB{}, tenant.ID{}); !errors.Is(err, tenant.ErrZero) {
		t.Errorf("zero ID: got %v, want %v", err, tenant.ErrZero)
	}
	id := tenanttest.ID(t)
	h, err := Of(DB{}, id)
	if err != nil || ID(h) != id {
		t.Errorf("got %v, %v, want %v", ID(h), err, id)
	}
}

func TestRetry(t *testing.T) {
	again, down := status.Error(codes.Aborted, "again"), status.Error(codes.Unavailable, "down")
	refused := status.Error(codes.PermissionDenied, "no")
	tests := []struct {
		name    string
		answers []error
		want    error
		tries   int
	}{
		{"at once", []error{nil}, nil, 1},
		{"contention passes", []error{again, down, nil}, nil, 3},
		{"a refusal is final", []error{again, refused}, refused, 2},
		{"an error without a status is final", []error{context.Canceled}, context.Canceled, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tries := 0
			err := Retry(t.Context(), func(context.Context) error {
				tries++
				return tt.answers[tries-1]
			})
			if !errors.Is(err, tt.want) || tries != tt.tries {
				t.Errorf("got %v after %d tries, want %v after %d", err, tries, tt.want, tt.tries)
			}
		})
	}
}

func TestRetryEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	down := status.Error(codes.Unavailable, "down")
	began := time.Now()
	if err := Retry(ctx, func(context.Context) error { return down }); !errors.Is(err, down) {
		t.Errorf("got %v, want %v", err, down)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it went on for %v after its context had ended", took)
	}
}
