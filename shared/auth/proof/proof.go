// Package proof has Vahti prove to Microsoft Entra that it is Vahti: by the Google
// identity of the function that runs, which Entra trusts for a registration, or by a
// client secret.
package proof

import (
	"context"
	"fmt"
	"strings"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"google.golang.org/api/idtoken"

	"vahti.ai/vahti/shared/secret"
)

// audience is what Entra expects in a federated token.
const audience = "api://AzureADTokenExchange"

// Proof is how a registration is proved. One of the two is set.
type Proof struct {
	// Secret returns the client secret that is in force.
	Secret func(context.Context) (string, error)
	// Assertion returns a token of Google that says which function it is.
	Assertion func(context.Context) (string, error)
}

// Open returns the proof of a registration: by the client secret that the named secret
// of the project holds, which is read anew after minutes so that it can be exchanged, or
// without a name by the function's Google identity. ctx must outlive the proof. The
// errors of both functions hold nothing secret.
func Open(ctx context.Context, secrets *secretmanager.Client, project, name string, now func() time.Time) (Proof, error) {
	if name != "" {
		kept := secret.New(secrets, project, name, now)
		return Proof{Secret: func(ctx context.Context) (string, error) {
			text, err := kept.Text(ctx) // one secret, whatever is in it
			return strings.TrimSpace(text), err
		}}, nil
	}
	tokens, err := idtoken.NewTokenSource(ctx, audience)
	if err != nil {
		return Proof{}, fmt.Errorf("find the function's Google identity: %w", err)
	}
	return Proof{Assertion: func(context.Context) (string, error) {
		t, err := tokens.Token()
		if err != nil {
			return "", fmt.Errorf("get a token of the function's Google identity: %w", err)
		}
		return t.AccessToken, nil
	}}, nil
}
