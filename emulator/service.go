package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/export/signer"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/permission"
	"vahti.ai/vahti/shared/queue"
	"vahti.ai/vahti/shared/seal"
	"vahti.ai/vahti/shared/store"
)

// service is everything that runs.
type service struct {
	opts      options
	standins  *standins
	processes map[string]*process
	tenants   []*served
	checks    []*check.Check // the operator's own
	names     *names
	db        *store.DB // as an operator
	fleet     *fleet.Fleet
	show      *display
	time      *timekeeper
	front     net.Listener
	began     time.Time
	closers   []func() error
}

// run starts the service and, with -once, ends it when all is quiet, otherwise
// when ctx ends.
func run(ctx context.Context, o options, stdout, stderr io.Writer) (err error) {
	if o.live != "" && (os.Getenv("AZURE_CLIENT_ID") == "" || os.Getenv("AZURE_CLIENT_SECRET") == "") {
		return errors.New("-live needs AZURE_CLIENT_ID and AZURE_CLIENT_SECRET in the environment")
	}
	s := &service{opts: o, began: time.Now(), names: &names{}, processes: map[string]*process{}}
	if s.checks, err = custom.Parse(o.checks); err != nil {
		return err
	}
	s.show = newDisplay(stderr, s.names, o.verbose)
	defer func() { err = errors.Join(err, s.close()) }()
	if err := s.start(ctx); err != nil {
		return err
	}
	if o.once {
		return s.once(ctx, stdout)
	}
	return s.keep(ctx)
}

// start brings everything up: address, stand-ins, tenants, functions.
func (s *service) start(ctx context.Context) error {
	addr := s.opts.addr
	if s.opts.once && !s.opts.addrSet {
		addr = "127.0.0.1:0" // a run that ends needs no well-known address
	}
	var err error
	if s.front, err = net.Listen("tcp", addr); err != nil {
		return fmt.Errorf("address %s is in use or cannot be listened on", addr)
	}
	s.closers = append(s.closers, s.front.Close)
	temp, err := os.MkdirTemp("", "vahti-")
	if err != nil {
		return errors.New("no temporary folder can be made")
	}
	s.closers = append(s.closers, func() error { return os.RemoveAll(temp) })
	dir := s.opts.data
	if dir == "" {
		dir = filepath.Join(temp, "data")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("folder %s cannot be made", dir)
	}
	d := newDraws(s.opts.seed)
	if s.standins, err = openStandins(dir, s.opts, d); err != nil {
		return err
	}
	s.time = newTimekeeper(s.standins.clock, s.standins.ahead, s.tick)
	s.closers = append(s.closers, s.standins.close)
	if s.tenants, err = loadTenants(s.opts, temp, s.standins.graph, s.standins.dns); err != nil {
		return err
	}
	for _, t := range s.tenants {
		t.every = s.opts.every
	}
	for _, i := range identity.Table() {
		if s.processes[i.Function], err = newProcess(i.Function, s.show.line); err != nil {
			return err
		}
		s.processes[i.Function].program = s.opts.programs[i.Function]
	}
	if err := s.standins.openQueue(dir, s.opts, d, s.processes); err != nil {
		return err
	}
	if err := s.standins.serve(s.opts); err != nil {
		return err
	}
	if err := s.registrations(); err != nil {
		return err
	}
	if err := s.operate(ctx); err != nil {
		return err
	}
	return s.functions(ctx)
}

// operate connects the supervisor as an operator and makes the tenants known.
func (s *service) operate(ctx context.Context) error {
	before, was := os.LookupEnv(firestoreHost)
	if err := os.Setenv(firestoreHost, s.standins.operator.firestore); err != nil {
		return err
	}
	s.closers = append(s.closers, func() error {
		if was {
			return os.Setenv(firestoreHost, before)
		}
		return os.Unsetenv(firestoreHost)
	})
	opts, err := endpoint.Options("http://" + s.standins.operator.secrets)
	if err != nil {
		return err
	}
	secrets, err := secretmanager.NewClient(ctx, opts...)
	if err != nil {
		return fmt.Errorf("connect to Secret Manager's stand-in: %w", err)
	}
	s.closers = append(s.closers, secrets.Close)
	if err := storeClientSecrets(ctx, secrets, s.opts); err != nil {
		return err
	}
	if err := signer.Make(ctx, secrets, project, false); err != nil {
		return err
	}
	now := s.standins.clock
	keys := seal.NewKeys(secrets, project, now)
	if _, err := keys.CreatePeople(ctx); err != nil {
		return err
	}
	s.db, err = store.Open(ctx, project, keys, store.VahtiDatabase, store.AdviceDatabase, store.PeopleDatabase, store.AuditDatabase, store.LedgerDatabase)
	if err != nil {
		return err
	}
	s.db = s.db.WithClock(now)
	s.fleet = fleet.New(s.db, now)
	if err := register(ctx, s.fleet, s.tenants); err != nil {
		return err
	}
	for _, t := range s.tenants {
		if t.failure == "" && s.opts.live == "" && !t.invited {
			s.standins.entra.AddTenant(t.entraID, permission.Names())
		}
	}
	sortByName(s.tenants)
	s.names.set(s.tenants)
	return nil
}

// storeClientSecrets keeps the secrets of the two applications where scan and signin
// read them, and those by which letters are sent where deliver and postmark do.
func storeClientSecrets(ctx context.Context, c *secretmanager.Client, o options) error {
	reads := localClientSecret
	if o.live != "" {
		reads = os.Getenv("AZURE_CLIENT_SECRET")
	}
	for name, value := range map[string]string{
		graphSecret: reads, peopleSecret: peopleClientSecret, identity.StripeKey: stripeKey, identity.StripeWebhook: stripeSigning,
		identity.PostmarkToken: postmarkToken, identity.PostmarkWebhook: postmarkUser + ":" + postmarkPassword + "\n",
	} {
		_, err := c.CreateSecret(ctx, &secretmanagerpb.CreateSecretRequest{Parent: "projects/" + project, SecretId: name,
			Secret: &secretmanagerpb.Secret{Replication: &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_Automatic_{Automatic: &secretmanagerpb.Replication_Automatic{}}}}})
		if err != nil && status.Code(err) != codes.AlreadyExists {
			return fmt.Errorf("store a client secret: %s", status.Code(err))
		}
		_, err = c.AddSecretVersion(ctx, &secretmanagerpb.AddSecretVersionRequest{
			Parent: "projects/" + project + "/secrets/" + name, Payload: &secretmanagerpb.SecretPayload{Data: []byte(value)}})
		if err != nil {
			return fmt.Errorf("store a client secret: %s", status.Code(err))
		}
	}
	return nil
}

// startTime is how long the functions may take to start.
const startTime = 30 * time.Second

func (s *service) functions(ctx context.Context) error {
	door, err := s.door()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for _, i := range identity.Table() {
		p := s.processes[i.Function]
		s.closers = append(s.closers, func() error { p.stop(); return nil })
		if err := p.run(ctx, s.standins.env[i.Function]); err != nil {
			return err
		}
	}
	go door.serve(s.front)
	s.closers = append(s.closers, door.close)
	s.standins.pubsub.Start()
	return nil
}

// address is where people reach the service: by the name that browsers take for this
// machine, which passkeys need.
func (s *service) address() string {
	_, port, err := net.SplitHostPort(s.front.Addr().String())
	if err != nil {
		return "http://localhost"
	}
	return "http://localhost:" + port
}

// registrations makes Vahti known to Entra's stand-in: the application by which people
// sign in, and the one that reads tenants, which their administrators consent to.
func (s *service) registrations() error {
	err := s.standins.entra.Register(entra.Client{
		ID: peopleClient, Secret: peopleClientSecret, Name: "Vahti", Scopes: []string{"access"}, OptionalClaims: []string{"auth_time", "wids"},
		RedirectURIs: []string{s.address() + "/signin/microsoft/callback"},
	})
	if err != nil {
		return fmt.Errorf("register with Entra's stand-in: %w", err)
	}
	err = s.standins.entra.Register(entra.Client{
		ID: localClient, Secret: localClientSecret, Name: "Vahti", Permissions: permission.Names(),
		RedirectURIs: []string{s.address() + "/onboarding/consent/callback"},
	})
	if err != nil {
		return fmt.Errorf("register with Entra's stand-in: %w", err)
	}
	public := []string{
		"PUBLIC_ADDRESS=" + s.address(), "PROXIES=1", "ENTRA_AUTHORITY=" + s.address() + strings.TrimSuffix(entraPath, "/"),
		"ENTRA_CLIENT_ID=" + peopleClient,
	}
	for _, function := range []string{"api", "console", "export", "signin"} {
		s.standins.env[function] = append(s.standins.env[function], public...)
	}
	s.standins.env["signin"] = append(s.standins.env["signin"], "ENTRA_CLIENT_SECRET_NAME="+peopleSecret, "GRAPH_CLIENT_ID="+localClient,
		"AGREEMENT_ADDRESS=https://vahti.ai/dpa", "SECURITY_CONTACT=mailto:security@vahti.ai")
	// One's own programs are not held up on one's own machine.
	for _, function := range []string{"api", "console"} {
		s.standins.env[function] = append(s.standins.env[function], "RATE_PER_SECOND=2000")
	}
	for _, function := range []string{"erase", "sweep"} {
		s.standins.env[function] = append(s.standins.env[function], "PUBLIC_ADDRESS="+s.address())
	}
	if err := s.payments(); err != nil {
		return err
	}
	return s.mails()
}

// entraPath is where the stand-in of Entra signs people in.
const entraPath = "/emulator/entra/"

// door opens the front door to the functions that serve people, to Entra's stand-in
// and to the emulator's own pages.
func (s *service) door() (*frontDoor, error) {
	microsoft, err := s.standins.entra.SignIn(s.address() + strings.TrimSuffix(entraPath, "/"))
	if err != nil {
		return nil, err
	}
	doors := []door{
		{[]string{entraPath}, microsoft}, {[]string{mailPath, mailPath + "/"}, s.standins.postmark.Page(mailPath)}, {[]string{"/emulator/clock"}, s.time},
		{[]string{stripePath}, s.standins.stripe.Pages()},
	}
	for _, i := range identity.Table() {
		if !i.Public {
			continue
		}
		to, err := pass(s.processes[i.Function].url())
		if err != nil {
			return nil, err
		}
		doors = append(doors, door{i.Paths, to})
	}
	return newFrontDoor(s.address(), doors...)
}

// keep ticks every minute until ctx ends.
func (s *service) keep(ctx context.Context) error {
	if err := s.people(ctx); err != nil {
		return err
	}
	s.show.say("console: %s/", s.address())
	s.show.say("mail:    %s%s", s.address(), mailPath)
	s.show.say("clock:   %s/emulator/clock", s.address())
	go s.delivers(ctx.Done())
	for _, t := range s.tenants {
		if t.failure != "" {
			s.show.say("%s cannot be scanned: %s", t.name, t.failure)
		}
		if n := len(t.sharedZones); n > 0 {
			s.show.say("%s: %d of its DNS zones are served as another tenant recorded them", t.name, n)
		}
	}
	go s.standins.stripe.Run(ctx)
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.time.due(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			s.show.say("stopping")
			return nil
		case <-tick.C:
			s.sample()
		}
	}
}

// tick publishes what Cloud Scheduler does.
func (s *service) tick(m queue.Message) error {
	topic, data, err := queue.Encode(m)
	if err != nil {
		return err
	}
	if _, err := s.standins.pubsub.Publish(topic, json.RawMessage(data), nil); err != nil {
		return fmt.Errorf("publish tick: %w", err)
	}
	return nil
}

func (s *service) sample() {
	for _, p := range s.processes {
		p.sample()
	}
}

// close ends what runs, the last started first.
func (s *service) close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		if err := s.closers[i](); err != nil && !errors.Is(err, net.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
