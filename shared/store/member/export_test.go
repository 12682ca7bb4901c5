package member

import "vahti.ai/vahti/shared/tenant"

// ParseToken is how tests reach a token's reader.
func ParseToken(t Token) (tenant.ID, string, error) { return t.parse() }
