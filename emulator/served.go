package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/custom"
	"vahti.ai/vahti/shared/fleet"
	"vahti.ai/vahti/shared/snapshot"
	"vahti.ai/vahti/shared/tenant"
)

// served is one tenant of this run, or a folder that could not be served.
type served struct {
	entraID  string
	name     string
	recorded *time.Time
	settings json.RawMessage
	id       tenant.ID
	dir      string         // of the recording; empty for one of a fleet
	failure  string         // why it cannot be scanned; empty when it can
	invited  bool           // it has yet to consent
	checks   []*check.Check // the tenant's own
	every    time.Duration  // how often it is scanned; zero for cadence
	// sharedZones are DNS zones that another tenant of the run recorded first: it
	// is scanned with those.
	sharedZones []string
}

// sampleTenants is the folder of the tenants scanned when none is named.
const sampleTenants = "emulator/tenants"

// loadTenants reads the tenants of this run. A folder that cannot be read
// becomes a tenant with a failure; two with the same id are an error.
func loadTenants(o options, temp string, g *graph.Server, d *dns.Server) ([]*served, error) {
	if o.live != "" {
		return []*served{{entraID: o.live, name: o.live}}, nil
	}
	dirs := o.tenants
	if len(dirs) == 0 && len(o.synth) == 0 {
		var err error
		if dirs, err = sampleFolders(); err != nil {
			return nil, err
		}
	}
	generated, err := writeGenerated(o, temp)
	if err != nil {
		return nil, err
	}
	dirs = append(dirs, generated...)
	var out []*served
	first := map[string]string{} // folder by tenant id
	for _, dir := range dirs {
		s, err := loadTenant(dir, g, d, first)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	for _, dir := range o.onboard {
		s, err := loadTenant(dir, g, d, first)
		if err != nil {
			return nil, err
		}
		s.invited = true
		out = append(out, s)
	}
	fleets, err := loadFleets(o, temp, g, d, first)
	return append(out, fleets...), err
}

func loadTenant(dir string, g *graph.Server, d *dns.Server, first map[string]string) (*served, error) {
	rec, err := graph.Load(dir)
	s := &served{entraID: rec.ID, name: rec.DisplayName, settings: rec.Settings, dir: dir}
	if !rec.AsOf.IsZero() {
		at := rec.AsOf.UTC().Truncate(time.Second)
		s.recorded = &at
	}
	if other, twice := first[rec.ID]; twice && rec.ID != "" {
		return nil, fmt.Errorf("the folders %s and %s hold the same tenant id", other, dir)
	}
	first[rec.ID] = dir
	if err == nil {
		var settings snapshot.Settings
		if settings, err = snapshot.ParseSettings(rec.Settings); err == nil {
			s.checks, err = custom.Of(settings)
		}
	}
	if err == nil {
		err = g.Add(rec)
	}
	if err == nil {
		s.sharedZones, err = d.Add(rec.Dir)
	}
	if err != nil {
		s.failure = err.Error()
	}
	return s, nil
}

// sampleFolders finds the sample tenants from the module's root.
func sampleFolders() ([]string, error) {
	entries, err := os.ReadDir(sampleTenants)
	if err != nil {
		return nil, errors.New("the sample tenants are not here: run from the project's root folder, or name tenants with -tenant")
	}
	var dirs []string
	for _, e := range entries {
		if e.IsDir() {
			dirs = append(dirs, filepath.Join(sampleTenants, e.Name()))
		}
	}
	return dirs, nil
}

// cadence is how often a tenant is scanned on this machine.
const cadence = time.Hour

// register makes the tenants known to Vahti, as onboarding does.
func register(ctx context.Context, f *fleet.Fleet, tenants []*served) error {
	var g errgroup.Group
	g.SetLimit(8)
	for _, s := range tenants {
		if s.failure != "" || s.invited {
			continue
		}
		g.Go(func() error { return registerOne(ctx, f, s) })
	}
	return g.Wait()
}

func registerOne(ctx context.Context, f *fleet.Fleet, s *served) error {
	settings, err := snapshot.ParseSettings(s.settings)
	if err != nil {
		return err
	}
	id, err := f.Put(ctx, fleet.NewTenant{
		Profile:  tenant.Profile{Name: s.name, EntraID: s.entraID},
		Settings: s.settings, Language: cmp.Or(settings.Language, "en"), Interval: cmp.Or(s.every, cadence), Recorded: s.recorded,
	})
	s.id = id
	if errors.Is(err, fleet.ErrOlder) {
		s.failure = fmt.Sprintf("the recording is of %s, which is older than the last scan", s.recorded.Format(time.RFC3339))
		return nil
	}
	return err
}

// names gives the tenants' names by ID, for the terminal.
type names struct {
	mu sync.Mutex
	m  map[string]string
}

func (n *names) set(tenants []*served) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.m = map[string]string{}
	for _, s := range tenants {
		if !s.id.IsZero() {
			n.m[s.id.String()] = s.name
		}
	}
}

func (n *names) of(id string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return cmp.Or(n.m[id], id)
}

// sortByName orders the tenants as the summary shows them.
func sortByName(tenants []*served) {
	slices.SortFunc(tenants, func(a, b *served) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.entraID, b.entraID))
	})
}
