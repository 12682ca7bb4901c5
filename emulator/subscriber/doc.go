// Package subscriber tests what customers pay for as a whole: Stripe's stand-in, the
// function that takes its webhooks, the one that does what follows, and the store
// between them, while time goes on and messages come doubled and in any order. It
// holds tests alone.
package subscriber
