// Package notifytest is the contract of notify's channels: what each of them must do,
// whatever it speaks.
package notifytest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/notify"
)

// Answer is what the other side does with a message.
type Answer string

// The answers.
const (
	Take   Answer = "take"
	Refuse Answer = "refuse"         // for good
	Later  Answer = "later"          // it does not take it now
	Lose   Answer = "take and lose"  // it takes it, and its answer is lost
	Absent Answer = "absent"         // nobody listens
	Slow   Answer = "slow"           // it takes it and answers after a second
	Turn   Answer = "send elsewhere" // it answers with a redirection
)

// Side is the other side of a channel, which behaves as it is told.
type Side interface {
	// Channel returns the channel to a reader at the side.
	Channel(t *testing.T) notify.Channel
	// Behave says what is done with what comes from now on.
	Behave(t *testing.T, a Answer)
	// Got is how many different messages were taken, as their reader counts them.
	Got() int
	// Tells is what must stand in no error: the address, the message, the secret.
	Tells() []string
}

func message() notify.Message {
	return notify.Message{Name: "one", Kind: "findings-alert", At: time.Unix(1_790_000_000, 0), Subject: "A subject", Text: "What is told", HTML: "<p>What is told</p>",
		Event: []byte(`{"what":"is told"}`)}
}

// Channel holds a channel to the contract. side makes the other side anew.
func Channel(t *testing.T, side func(*testing.T) Side) {
	t.Helper()
	tests := []struct {
		name   string
		answer Answer
		want   func(error) bool
		got    int
	}{
		{"taken", Take, func(err error) bool { return err == nil }, 1},
		{"refused for good", Refuse, func(err error) bool { return errors.Is(err, notify.ErrRefused) && !errors.Is(err, notify.ErrDoubt) }, 0},
		{"not now", Later, passing, 0},
		{"nobody listens", Absent, passing, 0},
		{"the answer is lost", Lose, func(err error) bool { return errors.Is(err, notify.ErrDoubt) }, 1},
		{"sent elsewhere", Turn, func(err error) bool { return err != nil && !errors.Is(err, notify.ErrRefused) }, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := side(t)
			s.Behave(t, tt.answer)
			_, err := s.Channel(t).Send(t.Context(), message())
			if !tt.want(err) || s.Got() != tt.got {
				t.Errorf("got %v, and %d messages there, want %d", err, s.Got(), tt.got)
			}
			if err != nil {
				silent(t, s, err)
			}
		})
	}
	t.Run("what was in doubt is one message in the end", func(t *testing.T) {
		s := side(t)
		s.Behave(t, Lose)
		c := s.Channel(t)
		_, _ = c.Send(t.Context(), message())
		s.Behave(t, Take)
		_, taken, err := c.Taken(t.Context(), message())
		if err != nil {
			t.Fatal(err)
		}
		if !taken {
			if _, err := c.Send(t.Context(), message()); err != nil {
				t.Fatal(err)
			}
		}
		if s.Got() != 1 {
			t.Errorf("its reader counts %d messages, want 1", s.Got())
		}
	})
	t.Run("what was never sent was not taken", func(t *testing.T) {
		s := side(t)
		s.Behave(t, Take)
		if _, taken, err := s.Channel(t).Taken(t.Context(), message()); taken || err != nil {
			t.Errorf("got %v, %v", taken, err)
		}
	})
	t.Run("it ends with its context", func(t *testing.T) {
		s := side(t)
		s.Behave(t, Slow)
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := s.Channel(t).Send(ctx, message())
		if took := time.Since(began); !errors.Is(err, notify.ErrDoubt) || took > 700*time.Millisecond {
			t.Errorf("got %v after %v", err, took)
		}
	})
}

// passing reports whether an error says that a later try may succeed and that nothing
// was taken.
func passing(err error) bool {
	return err != nil && !errors.Is(err, notify.ErrRefused) && !errors.Is(err, notify.ErrDoubt)
}

func silent(t *testing.T, s Side, err error) {
	t.Helper()
	for _, secret := range append(s.Tells(), "A subject", "What is told", "is told") {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error %q holds %q", err, secret)
		}
	}
}
