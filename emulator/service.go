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
	"time"

	secretmanager "cloud.google.com/go/secretmanager/apiv1"
	"cloud.google.com/go/secretmanager/apiv1/secretmanagerpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/endpoint"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/identity"
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
	s.closers = append(s.closers, s.standins.close)
	if s.tenants, err = loadTenants(s.opts, temp, s.standins.graph, s.standins.dns); err != nil {
		return err
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
	if err := storeClientSecret(ctx, secrets, s.opts); err != nil {
		return err
	}
	s.db, err = store.Open(ctx, project, seal.NewKeys(secrets, project, time.Now), store.VahtiDatabase, store.AdviceDatabase)
	if err != nil {
		return err
	}
	s.fleet = fleet.New(s.db, time.Now)
	if err := register(ctx, s.fleet, s.tenants); err != nil {
		return err
	}
	for _, t := range s.tenants {
		if t.failure == "" && s.opts.live == "" {
			s.standins.entra.AddTenant(t.entraID, nil)
		}
	}
	sortByName(s.tenants)
	s.names.set(s.tenants)
	return nil
}

// storeClientSecret keeps the application's secret where scan reads it.
func storeClientSecret(ctx context.Context, c *secretmanager.Client, o options) error {
	value := localClientSecret
	if o.live != "" {
		value = os.Getenv("AZURE_CLIENT_SECRET")
	}
	_, err := c.CreateSecret(ctx, &secretmanagerpb.CreateSecretRequest{Parent: "projects/" + project, SecretId: graphSecret,
		Secret: &secretmanagerpb.Secret{Replication: &secretmanagerpb.Replication{Replication: &secretmanagerpb.Replication_Automatic_{Automatic: &secretmanagerpb.Replication_Automatic{}}}}})
	if err != nil && status.Code(err) != codes.AlreadyExists {
		return fmt.Errorf("store the client secret: %s", status.Code(err))
	}
	_, err = c.AddSecretVersion(ctx, &secretmanagerpb.AddSecretVersionRequest{
		Parent: "projects/" + project + "/secrets/" + graphSecret, Payload: &secretmanagerpb.SecretPayload{Data: []byte(value)}})
	if err != nil {
		return fmt.Errorf("store the client secret: %s", status.Code(err))
	}
	return nil
}

// startTime is how long the functions may take to start.
const startTime = 30 * time.Second

func (s *service) functions(ctx context.Context) error {
	door, err := newFrontDoor(s.processes["console"].url(), s.tenants)
	if err != nil {
		return err
	}
	s.standins.env["console"] = append(s.standins.env["console"], "FRONT_DOOR_KEY="+door.publicKey())
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

// keep ticks every minute until ctx ends.
func (s *service) keep(ctx context.Context) error {
	s.show.say("console: http://%s/", s.front.Addr())
	for _, t := range s.tenants {
		if t.failure != "" {
			s.show.say("%s cannot be scanned: %s", t.name, t.failure)
		}
		if n := len(t.sharedZones); n > 0 {
			s.show.say("%s: %d of its DNS zones are served as another tenant recorded them", t.name, n)
		}
	}
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		if err := s.tick(queue.Tick{}); err != nil {
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

func (s *service) tick(t queue.Tick) error {
	topic, data, err := queue.Encode(t)
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
