package apikey

import "vahti.ai/vahti/shared/tenant"

// Parse and Write are how tests reach a key's text.
func Parse(t Text) (tenant.ID, string, []byte, error) { return t.parse() }

func Write(id tenant.ID, key string, secret []byte) Text { return write(id, key, secret) }
