package scan

import (
	"context"
	"net/http"

	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/auth/proof"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/connect"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

type settings struct {
	connect.Google
	Attempts    int    `env:"MAX_DELIVERY_ATTEMPTS,default=0"`                            // of the subscription, after which a message is a dead letter
	GraphURL    string `env:"GRAPH_URL,default=https://graph.microsoft.com"`              // without the API version
	Authority   string `env:"ENTRA_AUTHORITY,default=https://login.microsoftonline.com/"` // who gives tokens
	AuthorityCA string `env:"ENTRA_CA_FILE,optional"`                                     // a further trusted CA, PEM
	NoDiscovery bool   `env:"ENTRA_DISABLE_INSTANCE_DISCOVERY,default=false"`             // for an authority Microsoft does not know
	ClientID    string `env:"ENTRA_CLIENT_ID"`                                            // Vahti's own application
	// ClientSecret is the secret that holds the application's client secret.
	// Without it the function's Google identity is the client assertion.
	ClientSecret    string  `env:"ENTRA_CLIENT_SECRET_NAME,optional"`
	Concurrency     int     `env:"GRAPH_CONCURRENCY,default=24"`              // requests in flight per scan at most
	AppShare        float64 `env:"GRAPH_APP_SHARE,default=1"`                 // of what Microsoft allows the application: one by the number of instances
	Unpaced         bool    `env:"GRAPH_UNPACED,default=false"`               // for a Graph without Microsoft's limits
	Bucket          string  `env:"ARCHIVE_BUCKET"`                            // where what was read is kept, sealed
	StorageEndpoint string  `env:"STORAGE_ENDPOINT,optional"`                 // instead of Google's own
	Resolver        string  `env:"DNS_RESOLVER"`                              // who answers for public DNS, HOST:PORT
	CustomChecks    string  `env:"CUSTOM_CHECKS,optional"`                    // the operator's own checks for every tenant, a JSON array
	PolicyURL       string  `env:"MAIL_POLICY_URL,default=https://{address}"` // where domains' mail policies are fetched
}

func setup(ctx context.Context) (http.Handler, error) {
	var s settings
	if err := config.Read(&s); err != nil {
		return nil, err
	}
	collectSteadily()
	c, err := connect.Open(ctx, s.Google, store.VahtiDatabase, store.AuditDatabase, store.LedgerDatabase)
	if err != nil {
		return nil, err
	}
	h, err := receive(ctx, c, s)
	return c.Whole(name, h, err, store.VahtiDatabase)
}

func receive(ctx context.Context, c *connect.Clients, s settings) (http.Handler, error) {
	ctx = context.WithoutCancel(ctx) // the clients outlive the request that happens to make them
	proven, err := proof.Open(ctx, c.Secrets, s.Project, s.ClientSecret, c.Now)
	if err != nil {
		return nil, err
	}
	creds := graph.Credentials{ClientID: s.ClientID, Authority: s.Authority, CAFile: s.AuthorityCA, DisableInstanceDiscovery: s.NoDiscovery,
		Secret: proven.Secret, Assertion: proven.Assertion}
	reader, err := graph.New(graph.Config{BaseURL: s.GraphURL, Concurrency: s.Concurrency, Share: s.AppShare, Unpaced: s.Unpaced}, creds)
	if err != nil {
		return nil, err
	}
	resolver, err := publicdns.New(publicdns.Config{Server: s.Resolver, Web: s.PolicyURL})
	if err != nil {
		return nil, err
	}
	own, err := custom.Parse([]byte(s.CustomChecks))
	if err != nil {
		return nil, err
	}
	bucket, err := archive.Open(ctx, s.Bucket, s.StorageEndpoint)
	if err != nil {
		return nil, err
	}
	client, err := c.Queue(ctx)
	if err != nil {
		return nil, err
	}
	publisher := queue.NewPublisher(client, queue.FindingsChangedTopic, queue.ScanTopic, queue.DeadLetterTopic)
	sc := &scanner{
		db: c.DB, bucket: bucket, publish: publisher.Publish, reader: reader, dns: resolver, checks: custom.Together(all.Checks(), own),
		attempts: s.Attempts, part: partLimit, delay: journalDelay, now: c.Now, log: serve.Logger(name),
	}
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: s.Attempts}, sc.scan), nil
}
