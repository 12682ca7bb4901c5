package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/emulator/entra"
	standin "vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/all"
	"vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/publicdns"
	"vahti.ai/vahti/shared/snapshot"
)

// Judge reads tenants in full through stand-ins of its own, which never fail, and
// runs every check. It remembers nothing between two judgements.
type Judge struct {
	graph   *graph.Reader
	dns     *publicdns.Reader
	served  *standin.Server
	names   *dns.Server
	entra   *entra.Server
	closers []func() error
}

// The application as the Judge's own Entra knows it.
const (
	judgeClient = "0d0e6d0c-6f9f-4f0c-8a43-51b7b3c1a001"
	judgeSecret = "stand-in-client-secret"
)

// NewJudge starts the stand-ins.
func NewJudge() (_ *Judge, err error) {
	j := &Judge{names: dns.New(nil)}
	defer func() {
		if err != nil {
			err = fmt.Errorf("start judge: %w", errors.Join(err, j.Close()))
		}
	}()
	certs, err := os.MkdirTemp("", "vahti-ca-")
	if err != nil {
		return nil, err
	}
	j.closers = append(j.closers, func() error { return os.RemoveAll(certs) })
	if j.entra, err = entra.Open(entra.Config{CertDir: certs, Clients: []entra.Client{{ID: judgeClient, Secret: judgeSecret}}}); err != nil {
		return nil, err
	}
	j.closers = append(j.closers, j.entra.Close)
	authority, ca, err := j.entra.Serve()
	if err != nil {
		return nil, err
	}
	j.served = standin.Open(standin.Config{Authenticate: func(bearer string) (string, bool) {
		tenant, _, err := j.entra.Verify(bearer)
		return tenant, err == nil
	}})
	j.closers = append(j.closers, j.served.Close)
	base, err := j.served.Serve()
	if err != nil {
		return nil, err
	}
	resolver, web, err := j.names.Serve()
	if err != nil {
		return nil, err
	}
	j.closers = append(j.closers, j.names.Close)
	j.graph, err = graph.New(graph.Config{BaseURL: base, Unpaced: true}, graph.Credentials{
		ClientID: judgeClient, Secret: func(context.Context) (string, error) { return judgeSecret, nil },
		Authority: authority, CAFile: ca, DisableInstanceDiscovery: true,
	})
	if err != nil {
		return nil, err
	}
	j.dns, err = publicdns.New(publicdns.Config{Server: resolver, Web: web})
	return j, err
}

// Close ends the stand-ins.
func (j *Judge) Close() error {
	var errs []error
	for i := len(j.closers) - 1; i >= 0; i-- {
		errs = append(errs, j.closers[i]())
	}
	j.closers = nil
	return errors.Join(errs...)
}

// Judge says what each check makes of a tenant as it is now.
func (j *Judge) Judge(ctx context.Context, t *Tenant) ([]check.Outcome, error) {
	return j.judge(ctx, t, t.At(), func(*check.Check) bool { return true })
}

// Pass says what a light pass makes of a tenant as it is now, of which the log tells
// that some resources have changed since a full scan at a moment before: of the
// checks that take any of them, or what lies under parents that they name. Checks that take
// what no light pass reads, such as public DNS and what is read in turns, say nothing
// new.
func (j *Judge) Pass(ctx context.Context, t *Tenant, since time.Time, told []Deed) ([]check.Outcome, error) {
	stale := stale(told)
	return j.judge(ctx, t, since, func(c *check.Check) bool {
		known, touched := true, false
		for _, r := range slices.Concat(c.Reads, c.Uses, []snapshot.Resource{snapshot.SubscribedSkus.Resource()}) {
			key, ok := snapshot.KeyOf(r)
			known = known && ok && !snapshot.IsDNS(r) && !snapshot.TakesTurns(key)
			touched = touched || slices.Contains(stale, r)
		}
		return known && touched
	})
}

// stale is what a light pass knows to be out of date.
func stale(told []Deed) []snapshot.Resource {
	var touched []snapshot.Resource
	for _, d := range told {
		touched = append(touched, d.By.Touches...)
	}
	return affected(touched)
}

// judge runs those of the checks that are wanted. What Graph gives only so far back
// is read as of since.
func (j *Judge) judge(ctx context.Context, t *Tenant, since time.Time, want func(*check.Check) bool) ([]check.Outcome, error) {
	checks := slices.DeleteFunc(slices.Clone(all.Checks()), func(c *check.Check) bool { return !want(c) })
	if len(checks) == 0 {
		return nil, nil
	}
	wanted := check.Resources(checks)
	s, _, err := j.read(ctx, t, since, slices.DeleteFunc(slices.Clone(wanted), snapshot.IsDNS))
	if err != nil {
		return nil, err
	}
	if _, err := j.names.Add(t.Dir); err != nil {
		return nil, fmt.Errorf("judge recording: %w", err)
	}
	j.dns.Read(ctx, s, wanted)
	s.Now = t.At().UTC()
	out := make([]check.Outcome, len(checks))
	for i, c := range checks {
		out[i] = check.Run(c, s)
	}
	return out, nil
}

// read reads resources of a tenant, and what names their parents, from Graph.
func (j *Judge) read(ctx context.Context, t *Tenant, since time.Time, want []snapshot.Resource) (*snapshot.Snapshot, graph.Report, error) {
	rec, err := t.Recording()
	if err != nil {
		return nil, graph.Report{}, err
	}
	if err := j.served.Add(rec); err != nil {
		return nil, graph.Report{}, err
	}
	j.entra.AddTenant(rec.ID, nil)
	settings, err := snapshot.ParseSettings(rec.Settings)
	if err != nil {
		return nil, graph.Report{}, fmt.Errorf("judge recording: %w", err)
	}
	s := snapshot.New(since.UTC(), settings)
	report, err := j.graph.Read(ctx, rec.ID, s, graph.Order{Want: want})
	if err != nil {
		return nil, report, fmt.Errorf("judge recording: %w", err)
	}
	return s, report, nil
}
