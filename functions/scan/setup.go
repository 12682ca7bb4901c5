package scan

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"cloud.google.com/go/pubsub/v2"
	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/api/idtoken"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/archive"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/config"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/serve"
	"vahti.ai/vahti/shared/store"
)

type settings struct {
	Project        string `env:"GOOGLE_CLOUD_PROJECT"`                                       // the Google Cloud project
	Attempts       int    `env:"MAX_DELIVERY_ATTEMPTS,default=0"`                            // of the subscription, after which a message is a dead letter
	SecretEndpoint string `env:"SECRET_MANAGER_ENDPOINT,optional"`                           // instead of Google's own
	GraphURL       string `env:"GRAPH_URL,default=https://graph.microsoft.com"`              // without the API version
	Authority      string `env:"ENTRA_AUTHORITY,default=https://login.microsoftonline.com/"` // who gives tokens
	AuthorityCA    string `env:"ENTRA_CA_FILE,optional"`                                     // a further trusted CA, PEM
	NoDiscovery    bool   `env:"ENTRA_DISABLE_INSTANCE_DISCOVERY,default=false"`             // for an authority Microsoft does not know
	ClientID       string `env:"ENTRA_CLIENT_ID"`                                            // Vahti's own application
	// ClientSecret is the secret that holds the application's client secret.
	// Without it the function's Google identity is the client assertion.
	ClientSecret    string  `env:"ENTRA_CLIENT_SECRET_NAME,optional"`
	Concurrency     int     `env:"GRAPH_CONCURRENCY,default=24"`              // requests in flight per scan at most
	AppShare        float64 `env:"GRAPH_APP_SHARE,default=1"`                 // of what Microsoft allows the application: one by the number of instances
	Unpaced         bool    `env:"GRAPH_UNPACED,default=false"`               // for a Graph without Microsoft\'s limits
	Bucket          string  `env:"ARCHIVE_BUCKET"`                            // where what was read is kept, sealed
	StorageEndpoint string  `env:"STORAGE_ENDPOINT,optional"`                 // instead of Google's own
	Resolver        string  `env:"DNS_RESOLVER"`                              // who answers for public DNS, HOST:PORT
	CustomChecks    string  `env:"CUSTOM_CHECKS,optional"`                    // the operator's own checks for every tenant, a JSON array
	PolicyURL       string  `env:"MAIL_POLICY_URL,default=https://{address}"` // where domains' mail policies are fetched
}

// assertionAudience is what Entra expects in a federated token.
const assertionAudience = "api://AzureADTokenExchange"

func setup(ctx context.Context) (http.Handler, error) {
	var c settings
	if err := config.Read(&c); err != nil {
		return nil, err
	}
	collectSteadily()
	ctx = context.WithoutCancel(ctx)
	opts, err := endpoint.Options(c.SecretEndpoint)
	if err != nil {
		return nil, err
	}
	secrets, err := secretmanager.NewClient(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("connect to Secret Manager: %w", err)
	}
	db, err := store.Open(ctx, c.Project, seal.NewKeys(secrets, c.Project, time.Now), store.VahtiDatabase, store.AuditDatabase)
	if err != nil {
		return nil, err
	}
	client, err := pubsub.NewClient(ctx, c.Project)
	if err != nil {
		return nil, fmt.Errorf("connect to Pub/Sub: %w", err)
	}
	creds, err := credentials(ctx, c, secrets)
	if err != nil {
		return nil, err
	}
	reader, err := graph.New(graph.Config{BaseURL: c.GraphURL, Concurrency: c.Concurrency, Share: c.AppShare, Unpaced: c.Unpaced}, creds)
	if err != nil {
		return nil, err
	}
	resolver, err := publicdns.New(publicdns.Config{Server: c.Resolver, Web: c.PolicyURL})
	if err != nil {
		return nil, err
	}
	own, err := custom.Parse([]byte(c.CustomChecks))
	if err != nil {
		return nil, err
	}
	publisher := queue.NewPublisher(client, queue.FindingsChangedTopic, queue.ScanTopic, queue.DeadLetterTopic)
	bucket, err := archive.Open(ctx, c.Bucket, c.StorageEndpoint)
	if err != nil {
		return nil, err
	}
	s := &scanner{
		db: db, bucket: bucket, publish: publisher.Publish, reader: reader, dns: resolver, checks: custom.Together(all.Checks(), own),
		part: partLimit, delay: journalDelay, now: time.Now, log: serve.Logger(name),
	}
	return serve.OnMessage(serve.Inbox{Function: name, Bury: publisher.Bury, Attempts: c.Attempts}, s.scan), nil
}

func credentials(ctx context.Context, c settings, secrets *secretmanager.Client) (graph.Credentials, error) {
	creds := graph.Credentials{ClientID: c.ClientID, Authority: c.Authority, CAFile: c.AuthorityCA, DisableInstanceDiscovery: c.NoDiscovery}
	if c.ClientSecret != "" {
		answer, err := secrets.AccessSecretVersion(ctx, &secretmanagerpb.AccessSecretVersionRequest{
			Name: fmt.Sprintf("projects/%s/secrets/%s/versions/latest", c.Project, c.ClientSecret)})
		if err != nil {
			return creds, fmt.Errorf("read client secret: %s", status.Code(err))
		}
		creds.Secret = string(answer.GetPayload().GetData())
		return creds, nil
	}
	tokens, err := idtoken.NewTokenSource(ctx, assertionAudience)
	if err != nil {
		return creds, fmt.Errorf("find the function's Google identity: %w", err)
	}
	creds.Assertion = func(context.Context) (string, error) {
		t, err := tokens.Token()
		if err != nil {
			return "", fmt.Errorf("get the function's Google identity token: %w", err)
		}
		return t.AccessToken, nil
	}
	return creds, nil
}
