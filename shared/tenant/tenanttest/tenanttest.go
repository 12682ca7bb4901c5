// Package tenanttest hands out tenant IDs to tests.
package tenanttest

import (
	"testing"

	"vahti.ai/vahti/shared/internal/tenantid"
	"vahti.ai/vahti/shared/tenant"
)

// ID returns a new ID. It panics without a test.
func ID(t testing.TB) tenant.ID {
	t.Helper()
	return tenantid.New()
}
