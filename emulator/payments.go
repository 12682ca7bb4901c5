package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/shared/identity"
)

// What proves Vahti and Stripe's stand-in to each other.
const (
	stripeKey     = "sk_test_stand_in"
	stripeSigning = "whsec_stand_in"
)

// stripePath is where the pages of Stripe's stand-in are.
const stripePath = "/emulator/stripe/"

// openStripe opens Stripe's stand-in, which keeps its state in dir and sends events of a
// newer version of the API than the client has.
func openStripe(dir string, now func() time.Time) (*stripe.Server, error) {
	s, err := stripe.Open(stripe.Config{
		Path: filepath.Join(dir, "stripe.json"), Key: stripeKey, Sign: []string{stripeSigning}, Now: now, Version: "2026-09-30.clover",
		Prices: []stripe.Price{
			{ID: "price_starter", LookupKey: "vahti_starter", Plan: "starter", Amount: 150},
			{ID: "price_standard", LookupKey: "vahti_standard", Plan: "standard", Amount: 250},
			{ID: "price_premium", LookupKey: "vahti_premium", Plan: "premium", Amount: 450},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("start Stripe's stand-in: %w", err)
	}
	return s, nil
}

// payments makes Stripe's stand-in and the functions known to each other.
func (s *service) payments() error {
	api, err := s.standins.stripe.Serve()
	if err != nil {
		return err
	}
	for _, i := range identity.Table() {
		if slices.Contains(i.Calls, identity.Stripe) {
			s.standins.env[i.Function] = append(s.standins.env[i.Function], "STRIPE_ENDPOINT="+api, "STRIPE_PAGES="+s.address())
		}
	}
	s.standins.env["billing"] = append(s.standins.env["billing"], "PUBLIC_ADDRESS="+s.address())
	s.standins.stripe.At(s.address() + "/emulator/stripe")
	s.standins.stripe.Deliver(s.processes["stripe"].url() + "/webhooks/stripe")
	return nil
}
