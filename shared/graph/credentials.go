package graph

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// Credentials are how Vahti's own application proves itself to Entra, the same
// in every tenant that consented to it.
type Credentials struct {
	// ClientID is the application's id.
	ClientID string
	// Authority is where tokens come from: https://login.microsoftonline.com/,
	// or the stand-in's address. Always https.
	Authority string
	// CAFile names a PEM file with authorities that Authority's certificate may
	// be from besides the system's. Empty in the cloud.
	CAFile string
	// DisableInstanceDiscovery spares asking Microsoft whether Authority is one
	// of its own; set it for a stand-in only.
	DisableInstanceDiscovery bool
	// Secret returns the client secret that is in force. Where it is nil, Assertion is used.
	Secret func(context.Context) (string, error)
	// Assertion returns a token of another issuer that Entra trusts for this
	// application: the Google identity token of the function that runs.
	Assertion func(context.Context) (string, error)

	// client is shared by all tenants, so that three hundred of them cost a few
	// connections. Empty until prepared.
	client *http.Client
}

// String implements fmt.Stringer without the secret.
func (c Credentials) String() string { return "credentials of application " + c.ClientID }

// GoString implements fmt.GoStringer without the secret.
func (c Credentials) GoString() string { return c.String() }

// LogValue implements slog.LogValuer without the secret.
func (c Credentials) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalJSON implements json.Marshaler without the secret.
func (c Credentials) MarshalJSON() ([]byte, error) {
	return nil, errors.New("credentials are never written")
}

// For returns what obtains tokens for one tenant, named by its Entra id. It
// keeps tokens in memory until they expire. Its errors are *TokenError, or the
// context's.
func (c Credentials) For(entraTenant string) (azcore.TokenCredential, error) {
	if !isGUID(entraTenant) {
		return nil, errors.New("credentials: the Entra tenant id is not a GUID")
	}
	c, err := c.prepared()
	if err != nil {
		return nil, err
	}
	options := azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: c.Authority},
		Transport: c.client,
		// The reader repeats by itself, under its own time limit.
		Retry:     policy.RetryOptions{MaxRetries: -1},
		Telemetry: policy.TelemetryOptions{Disabled: true},
	}
	if c.Secret != nil {
		return tokenSource{&bySecret{secret: c.Secret, with: func(secret string) (azcore.TokenCredential, error) {
			return azidentity.NewClientSecretCredential(entraTenant, c.ClientID, secret,
				&azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: c.DisableInstanceDiscovery})
		}}}, nil
	}
	source, err := azidentity.NewClientAssertionCredential(entraTenant, c.ClientID, c.Assertion,
		&azidentity.ClientAssertionCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: c.DisableInstanceDiscovery})
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	return tokenSource{source}, nil
}

// bySecret obtains tokens by the client secret that is in force: one that was exchanged
// is taken up without a restart. While the secret cannot be read the one before is used.
type bySecret struct {
	secret func(context.Context) (string, error)
	with   func(secret string) (azcore.TokenCredential, error)

	mu     sync.Mutex
	last   string
	source azcore.TokenCredential // by last; nil before the first
}

// GetToken implements azcore.TokenCredential.
func (b *bySecret) GetToken(ctx context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	source, err := b.current(ctx)
	if err != nil {
		return azcore.AccessToken{}, err
	}
	return source.GetToken(ctx, o)
}

func (b *bySecret) current(ctx context.Context) (azcore.TokenCredential, error) {
	secret, err := b.secret(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.source != nil && (err != nil || secret == b.last):
		return b.source, nil
	case err != nil:
		return nil, err
	}
	source, err := b.with(secret)
	if err != nil {
		return nil, fmt.Errorf("credentials: %w", err)
	}
	b.last, b.source = secret, source
	return source, nil
}

// entraTimeout is how long one request to Entra may take.
const entraTimeout = 30 * time.Second

// prepared checks the credentials and returns them with the client that all
// tenants share.
func (c Credentials) prepared() (Credentials, error) {
	if c.client != nil {
		return c, nil
	}
	if c.ClientID == "" {
		return c, errors.New("credentials: no client id")
	}
	if c.Secret == nil && c.Assertion == nil {
		return c, errors.New("credentials: neither a secret nor an assertion")
	}
	u, err := url.Parse(c.Authority)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return c, errors.New("credentials: the authority is not an https address")
	}
	transport := newTransport()
	if c.CAFile != "" {
		roots, err := trusted(c.CAFile)
		if err != nil {
			return c, fmt.Errorf("credentials: %w", err)
		}
		transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	}
	c.client = &http.Client{
		Transport: transport, Timeout: entraTimeout,
		// No answer takes a secret or an assertion elsewhere.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c, nil
}

// trusted returns the system's authorities and those of a PEM file.
func trusted(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read extra authorities: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, errors.New("read extra authorities: no certificate in the file")
	}
	return roots, nil
}

// newTransport returns a transport that keeps enough connections for many
// tenants read at once, and drops them when idle.
func newTransport() *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   10 * time.Second,
		ExpectContinueTimeout: time.Second,
		MaxIdleConns:          128,
		MaxIdleConnsPerHost:   64,
		IdleConnTimeout:       90 * time.Second,
	}
}

// isGUID reports whether s is a GUID such as Entra's tenant ids. Names such as
// "common", which would ask for a token of whatever tenant, are none.
func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return false
			}
		}
	}
	return true
}
