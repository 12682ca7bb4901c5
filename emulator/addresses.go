package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
)

// addressesFile is the file in -data's folder that says where a running emulator
// is reached by an operator's commands.
const addressesFile = "addresses.json"

// addresses is its content: what is there while the emulator runs.
type addresses struct {
	Project string `json:"project"`
	PubSub  string `json:"pubsub"` // HOST:PORT
}

// publishAddresses opens the operator's port of Pub/Sub's stand-in and writes
// where it is to the folder, which is empty when no state is kept. The file goes
// with the emulator.
func (s *standins) publishAddresses(dir string) error {
	if dir == "" {
		return nil
	}
	addr, err := s.pubsub.Serve(operator, true)
	if err != nil {
		return fmt.Errorf("start Pub/Sub's stand-in: %w", err)
	}
	raw, err := json.MarshalIndent(addresses{Project: project, PubSub: addr}, "", " ")
	if err != nil {
		return err
	}
	file := filepath.Join(dir, addressesFile)
	if err := os.WriteFile(file, append(raw, '\n'), 0o600); err != nil {
		return fmt.Errorf("file %s cannot be written", file)
	}
	s.closers = append(s.closers, func() error {
		if err := os.Remove(file); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("file %s cannot be removed", file)
		}
		return nil
	})
	return nil
}

// maxAttempts is how often a message is delivered before it is a dead letter, as
// in terraform.
const maxAttempts = 20

// attemptsEnv tells a function that receives messages how often each is delivered.
func attemptsEnv(i identity.Identity) []string {
	if i.Trigger == "" {
		return nil
	}
	return []string{"MAX_DELIVERY_ATTEMPTS=" + strconv.Itoa(maxAttempts)}
}

// deadLetters is the subscription that keeps dead letters until somebody has
// looked at them, as terraform makes it.
func deadLetters() pubsub.Subscription {
	return pubsub.Subscription{
		Name: queue.DeadLetterTopic, Topic: queue.DeadLetterTopic, AckDeadline: 10 * time.Second, Retention: 31 * 24 * time.Hour,
	}
}
