package main

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/emulator/entra"
	"vahti.ai/vahti/emulator/firestore"
	"vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/postmark"
	"vahti.ai/vahti/emulator/pubsub"
	"vahti.ai/vahti/emulator/secretmanager"
	"vahti.ai/vahti/emulator/storage"
	"vahti.ai/vahti/emulator/stripe"
	"vahti.ai/vahti/emulator/vertex"
	"vahti.ai/vahti/shared/clock"
	"vahti.ai/vahti/shared/identity"
	"vahti.ai/vahti/shared/queue"
)

const (
	project = "vahti-local"
	// graphSecret is the secret that holds the application's client secret.
	graphSecret = "graph-client-secret"
	// peopleSecret is that of the application by which people sign in.
	peopleSecret = "signin-client-secret"
	// localClient is the application as the Entra stand-in knows it.
	localClient       = "7a3c1f0e-5a52-4c1f-9d55-0d3f6c1b2a10"
	localClientSecret = "stand-in-client-secret"
	// peopleClient is the application by which people sign in.
	peopleClient       = "5f0d2c7e-3b1a-4e57-8c11-2a9d4f60b7e3"
	peopleClientSecret = "stand-in-people-secret"
	vertexRegion       = "europe-west1"
)

// standins are the services around Vahti, each speaking its real protocol. The
// functions' identities are enforced here, port by port.
type standins struct {
	firestore *firestore.Server // nil when Google's emulator is used
	pubsub    *pubsub.Server
	secrets   *secretmanager.Server
	storage   *storage.Server
	vertex    *vertex.Server
	graph     *graph.Server
	entra     *entra.Server
	dns       *dns.Server
	stripe    *stripe.Server
	postmark  *postmark.Server

	env      map[string][]string // each function's environment
	operator operatorEnv
	ca       string // folder of Entra's CA
	killer   *killer
	carrier  *pushes
	drawn    *draws
	clock    func() time.Time
	ahead    string // the file that says how far the clock is ahead
	closers  []func() error
}

// operator is the identity of the supervisor itself.
const operator = "operator"

// operatorEnv is how the supervisor itself reaches the stand-ins: as an operator
// who may do everything.
type operatorEnv struct{ firestore, secrets string }

// openStandins opens the stand-ins that keep state in dir.
func openStandins(dir string, o options, d *draws) (*standins, error) {
	s := &standins{env: map[string][]string{}, drawn: d}
	if err := s.open(dir, o, d); err != nil {
		_ = s.close()
		return nil, err
	}
	return s, nil
}

func (s *standins) open(dir string, o options, d *draws) (err error) {
	if s.secrets, err = secretmanager.Open(secretmanager.Config{Path: filepath.Join(dir, "secrets.db"), Project: project}); err != nil {
		return stateError(dir, err)
	}
	s.closers = append(s.closers, s.secrets.Close)
	s.killer = newKiller(o.faults, d)
	s.clock, s.ahead = clock.Of(filepath.Join(dir, clockFile)), filepath.Join(dir, clockFile)
	now := o.faults.clock(s.clock, d)
	if os.Getenv(firestoreHost) == "" {
		s.firestore, err = firestore.Open(firestore.Config{
			Path:        filepath.Join(dir, "firestore.db"),
			AbortCommit: func() bool { return d.strike("firestore.abort", o.faults.firestoreAbort) },
			Fate:        func(identity string) firestore.Fate { return o.faults.firestoreFate(d, identity) },
			Watch:       s.killer.watch, Now: now,
			Uncounted: func(_ string, mask []string) bool { return slices.Equal(mask, []string{"lease.until"}) },
		})
		if err != nil {
			return stateError(dir, err)
		}
		s.closers = append(s.closers, s.firestore.Close)
	}
	if err := s.openStorage(dir, o, d); err != nil {
		return err
	}
	s.vertex, err = vertex.Open(vertex.Config{Misbehave: func() vertex.Kind { return misbehaviour(o.faults, d) }})
	if err != nil {
		return fmt.Errorf("start the model's stand-in: %w", err)
	}
	s.closers = append(s.closers, s.vertex.Close)
	if s.ca, err = os.MkdirTemp("", "vahti-ca-"); err != nil {
		return errors.New("no temporary folder can be made")
	}
	s.closers = append(s.closers, func() error { return os.RemoveAll(s.ca) })
	s.entra, err = entra.Open(entra.Config{CertDir: s.ca, Now: now, Clients: []entra.Client{{ID: localClient, Secret: localClientSecret}}})
	if err != nil {
		return fmt.Errorf("start Entra's stand-in: %w", err)
	}
	s.closers = append(s.closers, s.entra.Close)
	s.graph = graph.Open(graph.Config{
		Authenticate: func(bearer string) (string, bool) {
			tenant, _, err := s.entra.Verify(bearer)
			return tenant, err == nil
		},
		Faults: o.faults.graph.Faults,
		Limits: graph.Limits{Published: o.faults.graph.quota},
		Deny:   o.faults.graphPaths(),
		Rand:   d.float, Now: now,
		Dir: filepath.Join(dir, "graph-deltas"),
	})
	s.closers = append(s.closers, s.graph.Close)
	s.dns = dns.New(o.faults.dnsRefused())
	s.closers = append(s.closers, s.dns.Close)
	// Its clock is the functions': a signature must not be older than five minutes.
	if s.stripe, err = openStripe(dir, s.clock); err != nil {
		return err
	}
	s.closers = append(s.closers, s.stripe.Close)
	return s.openMail(s.clock)
}

// stateError tells a folder that is in use or damaged from one that cannot be written.
func stateError(dir string, err error) error {
	return fmt.Errorf("state in %s cannot be opened (is another emulator using it?): %w", dir, errors.Unwrap(err))
}

func misbehaviour(f faults, d *draws) vertex.Kind {
	for _, kind := range kindsOf(f) {
		if d.chance(f.vertex[kind]) {
			return kind
		}
	}
	return vertex.None
}

// kindsOf returns the model's faults asked for in a fixed order, so that a seed
// draws the same.
func kindsOf(f faults) []vertex.Kind {
	var kinds []vertex.Kind
	for kind := range f.vertex {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

// openQueue opens Pub/Sub's stand-in with a push subscription per function that
// has a trigger, to where the function will be served.
func (s *standins) openQueue(dir string, o options, d *draws, processes map[string]*process) error {
	grants, pulls := map[string][]string{}, map[string][]string{}
	subscriptions := []pubsub.Subscription{deadLetters()}
	carrier := &pushes{
		next: pushTransport(), processes: map[string]*process{},
		chance: func() bool { return d.chance(o.faults.kill) },
		lose:   func() bool { return d.chance(o.faults.queueLostAck) },
		delay:  func() time.Duration { return time.Duration(d.float() * float64(30*time.Millisecond)) },
	}
	s.carrier = carrier
	for _, i := range identity.Table() {
		grants[i.Function], pulls[i.Function] = i.Publishes, i.Pulls
		p := processes[i.Function]
		carrier.processes["127.0.0.1:"+p.port] = p
		s.killer.processes[i.Function] = p
		if i.Trigger != "" && !slices.Contains(o.idle, i.Function) {
			subscriptions = append(subscriptions, subscription(i, p.url()))
		}
	}
	var err error
	s.pubsub, err = pubsub.Open(pubsub.Config{
		Path: filepath.Join(dir, "pubsub.db"), Project: project,
		Topics: []string{queue.TickTopic, queue.ScanTopic, queue.FindingsChangedTopic, queue.SweepTopic, queue.RetainTopic, queue.EraseTopic,
			queue.BillingTopic, queue.DeliverTopic, queue.DeadLetterTopic},
		Subscriptions: subscriptions, Transport: carrier,
		// Its clock is the functions' too: dispatch asks which minute a tick is of.
		Rand: d.float, Now: s.clock,
		Duplicate: o.faults.queueDuplicate, Reorder: o.faults.queueReorder, Delay: o.faults.queueDelay,
		Grants: grants, Pulls: pulls,
	})
	if err != nil {
		return stateError(dir, err)
	}
	s.closers = append(s.closers, s.pubsub.Close)
	return nil
}

// subscription is a function's push subscription, as terraform makes it.
func subscription(i identity.Identity, url string) pubsub.Subscription {
	return pubsub.Subscription{
		Name: i.Function, Topic: i.Trigger, Endpoint: url + "/projects/" + project + "/topics/" + i.Trigger,
		AckDeadline: 10 * time.Minute, MinBackoff: time.Second, MaxBackoff: 10 * time.Second,
		MaxAttempts: maxAttempts, DeadLetterTopic: queue.DeadLetterTopic, MaxInFlight: maxInFlight,
	}
}

// maxInFlight is how many messages a function works on at the same time.
const maxInFlight = 6

const firestoreHost = "FIRESTORE_EMULATOR_HOST"

// serve opens the ports: one per identity and stand-in.
func (s *standins) serve(o options) error {
	for _, i := range identity.Table() {
		env := append([]string{"GOOGLE_CLOUD_PROJECT=" + project, "CLOCK_FILE=" + s.ahead}, attemptsEnv(i)...)
		if host, err := s.serveFirestore(i.Function, grantsOf(i)); err != nil {
			return err
		} else {
			env = append(env, firestoreHost+"="+host)
		}
		if len(i.Publishes) > 0 {
			addr, err := s.pubsub.Serve(i.Function, false)
			if err != nil {
				return fmt.Errorf("start Pub/Sub's stand-in: %w", err)
			}
			env = append(env, "PUBSUB_EMULATOR_HOST="+addr)
		}
		if len(i.Secrets) > 0 {
			var grants []secretmanager.Grant
			for _, prefix := range i.Secrets {
				grants = append(grants, secretmanager.Grant{Prefix: prefix, Access: true, Destroy: slices.Contains(i.Destroys, prefix)})
			}
			addr, err := s.secrets.Serve(i.Function, grants)
			if err != nil {
				return fmt.Errorf("start Secret Manager's stand-in: %w", err)
			}
			env = append(env, "SECRET_MANAGER_ENDPOINT=http://"+addr)
		}
		objects, err := s.storageEnv(i)
		if err != nil {
			return err
		}
		env = append(env, objects...)
		if i.Vertex {
			addr, err := s.vertex.Serve(i.Function, true)
			if err != nil {
				return fmt.Errorf("start the model's stand-in: %w", err)
			}
			env = append(env, "VERTEX_ENDPOINT=http://"+addr, "VERTEX_REGION="+vertexRegion)
		}
		if i.Graph {
			more, err := s.graphEnv(o)
			if err != nil {
				return err
			}
			env = append(env, more...)
		}
		if len(o.checks) > 0 {
			env = append(env, "CUSTOM_CHECKS="+string(o.checks))
		}
		if o.profile != "" {
			env = append(env, profileDir+"="+o.profile)
		}
		s.env[i.Function] = env
	}
	var err error
	if s.operator.firestore, err = s.serveFirestore(operator, nil); err != nil {
		return err
	}
	if s.operator.secrets, err = s.secrets.Serve(operator, nil); err != nil {
		return fmt.Errorf("start Secret Manager's stand-in: %w", err)
	}
	return s.publishAddresses(o.data)
}

// serveFirestore gives an identity its port, or the address of Google's
// emulator where the environment names one.
func (s *standins) serveFirestore(name string, grants []firestore.Grant) (string, error) {
	if s.firestore == nil {
		return os.Getenv(firestoreHost), nil
	}
	addr, err := s.firestore.Serve(name, grants)
	if err != nil {
		return "", fmt.Errorf("start Firestore's stand-in: %w", err)
	}
	return addr, nil
}

func grantsOf(i identity.Identity) []firestore.Grant {
	grants := []firestore.Grant{}
	for _, a := range i.Databases {
		grants = append(grants, firestore.Grant{Database: a.Database, Get: a.Get, List: a.List, Create: a.Create, Update: a.Update, Delete: a.Delete})
	}
	return grants
}

// graphEnv is how the scan function reaches Entra and Graph: the stand-ins, or
// with -live Microsoft's own.
func (s *standins) graphEnv(o options) ([]string, error) {
	if o.live != "" {
		return []string{
			"DNS_RESOLVER=" + machineResolver(),
			"ENTRA_CLIENT_ID=" + os.Getenv("AZURE_CLIENT_ID"),
			"ENTRA_CLIENT_SECRET_NAME=" + graphSecret,
			"HTTPS_PROXY=" + os.Getenv("HTTPS_PROXY"), "NO_PROXY=" + os.Getenv("NO_PROXY"), "SSL_CERT_FILE=" + os.Getenv("SSL_CERT_FILE"),
		}, nil
	}
	authority, ca, err := s.entra.Serve()
	if err != nil {
		return nil, fmt.Errorf("start Entra's stand-in: %w", err)
	}
	base, err := s.graph.Serve()
	if err != nil {
		return nil, fmt.Errorf("start Graph's stand-in: %w", err)
	}
	resolver, web, err := s.dns.Serve()
	if err != nil {
		return nil, fmt.Errorf("start public DNS's stand-in: %w", err)
	}
	return []string{
		"DNS_RESOLVER=" + resolver, "MAIL_POLICY_URL=" + web,
		"GRAPH_URL=" + base, "ENTRA_AUTHORITY=" + authority, "ENTRA_CA_FILE=" + ca, "ENTRA_DISABLE_INSTANCE_DISCOVERY=true",
		"ENTRA_CLIENT_ID=" + localClient, "ENTRA_CLIENT_SECRET_NAME=" + graphSecret,
		"GRAPH_UNPACED=" + strconv.FormatBool(!o.faults.graph.quota),
	}, nil
}

// machineResolver is the resolver this machine uses.
func machineResolver() string {
	raw, err := os.ReadFile("/etc/resolv.conf")
	if err == nil {
		for line := range strings.Lines(string(raw)) {
			if f := strings.Fields(line); len(f) >= 2 && f[0] == "nameserver" {
				return net.JoinHostPort(f[1], "53")
			}
		}
	}
	return "127.0.0.1:53"
}

// close ends the stand-ins, the last opened first.
func (s *standins) close() error {
	var errs []error
	for _, c := range slices.Backward(s.closers) {
		errs = append(errs, c())
	}
	return errors.Join(errs...)
}

// pushTransport carries pushes with connections kept open.
func pushTransport() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.Proxy = nil
	t.MaxIdleConnsPerHost = 2 * maxInFlight
	return t
}
