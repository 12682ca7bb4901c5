// Package history makes tenants whose past is known. A Tenant is a recording that
// changes from step to step as real ones do: somebody becomes an administrator, a
// policy is disabled, an application is consented to, a permission is withdrawn.
// A Judge says what Vahti's checks make of a step, read in full, undisturbed and
// without the service; a Ledger folds those into the findings and changes that
// the service must have recorded in the end, whatever happened to it meanwhile.
//
// Much of what is done to a Tenant its audit log tells, with who did it, as
// Microsoft's does; some of it the log does not tell. Between two steps there may be
// an Interlude, in which light passes learn of the former alone.
//
// Of some checks a Tenant also says by itself what they must come to, from what
// was done to it alone.
package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/activity"
	"vahti.ai/vahti/shared/finding"
	reader "vahti.ai/vahti/shared/graph"
	"vahti.ai/vahti/shared/snapshot"
)

// Tenant is one recorded tenant that changes.
type Tenant struct {
	// Dir is the recording, ID the tenant's id in it.
	Dir, ID string
	// Name is the tenant's name.
	Name string

	rng *rand.Rand
	at  time.Time
	// withheld are resources that are refused as if a permission were missing, by
	// path: the files that would answer, under the names they have for now.
	withheld map[string][]string
	// licences is what subscribedSkus held before all of them were lost; nil while they are not.
	licences []byte

	authors []author
	apart   apart
	between bool    // an interlude is under way: no full scan was made since
	logged  []*Told // what the log told lately
	retold  bool
}

// New writes a tenant of so many users into dir.
func New(dir string, users int, seed uint64, name string) (*Tenant, error) {
	if err := synth.WriteSmall(dir, users, seed, name); err != nil {
		return nil, err
	}
	t := &Tenant{Dir: dir, Name: name, rng: rand.New(rand.NewPCG(seed, 0x686973746f7279)), at: synth.AsOf(), withheld: map[string][]string{}}
	var about struct{ ID string }
	raw, err := os.ReadFile(t.path("tenant.json"))
	if err == nil {
		err = json.Unmarshal(raw, &about)
	}
	if err != nil {
		return nil, fmt.Errorf("make history: %w", err)
	}
	t.ID = about.ID
	t.authors = t.newAuthors()
	return t, t.recall()
}

// recall notes what the log tells of from before the tenant's history begins.
func (t *Tenant) recall() error {
	c, there, err := t.open(auditLog)
	if err != nil || !there {
		return err
	}
	for _, o := range c.entities {
		raw, err := json.Marshal(o)
		if err != nil {
			return err
		}
		var e snapshot.DirectoryAudit
		if err := json.Unmarshal(raw, &e); err != nil {
			return fmt.Errorf("read recorded log: %w", err)
		}
		told := &Told{Attribution: finding.Attribution{At: e.ActivityDateTime.V.Time}}
		for _, touch := range activity.Touches(&e) {
			told.Touches = append(told.Touches, touch.Resource)
		}
		t.logged = append(t.logged, told)
	}
	return nil
}

// At is the moment of the recording.
func (t *Tenant) At() time.Time { return t.at }

// Retold reports whether a light pass of the last interlude may have looked once more
// at what the log told before the full scan: after one that was interrupted and went
// on passes do, for it may have read something before it was changed. They find nothing
// new by that.
func (t *Tenant) Retold() bool { return t.retold }

const (
	// sameMoment is how often a step comes without its moment moving on. The log then
	// tells of nothing: whatever it told would be from before the last scan.
	sameMoment = 0.1
	// openly is how much of what it can tell of the log tells.
	openly = 0.75
	// distracted is how often somebody tries in vain meanwhile.
	distracted = 0.3
	// settled is how long before a full scan the log has everything that it will tell.
	settled = 11 * time.Minute
)

// Step lets time pass until the next full scan and changes the tenant: often in one
// thing, at times in several or in nothing. It returns what was done.
func (t *Tenant) Step() (done []Deed, err error) {
	from, still := t.at, t.rng.Float64() < sameMoment && !t.between
	if !still {
		t.at = t.at.Add(t.wait())
	}
	if done, err = t.giveBack(); err != nil {
		return done, err
	}
	all := mutations()
	for range [...]int{0, 0, 1, 1, 1, 1, 1, 2, 2, 3}[t.rng.IntN(10)] {
		m := pick(t, all)
		tell := m.log != nil && !still && t.rng.Float64() < openly
		d, rest, err := t.mutate(m, tell, t.moment(from, t.at.Add(-settled)))
		if err != nil {
			return done, err
		}
		if d != nil {
			done = append(done, *d)
		}
		for _, p := range rest {
			if err := p.do(); err != nil {
				return done, err
			}
		}
	}
	if !still && t.rng.Float64() < distracted {
		if err := t.distract(t.moment(from, t.at)); err != nil {
			return done, err
		}
	}
	t.between, t.apart = false, apart{}
	return done, t.stamp()
}

// moment draws one between two others.
func (t *Tenant) moment(from, to time.Time) time.Time {
	seconds := int(max(to.Sub(from), 2*time.Second) / time.Second)
	return from.Add(time.Duration(1+t.rng.IntN(seconds-1)) * time.Second)
}

// Interlude lets some minutes pass after a full scan and does what the log tells of,
// of which a light pass must learn. rest does what it does not tell of, which waits
// for the next full scan: deeds that have no entry, and what of the others shows in
// reports and copies.
func (t *Tenant) Interlude() (told []Deed, rest func() ([]Deed, error), err error) {
	from := t.at
	t.logged = slices.DeleteFunc(t.logged, func(told *Told) bool { return !told.At.After(from.Add(-reader.AuditOverlap)) })
	t.retold = slices.ContainsFunc(t.logged, func(told *Told) bool { return len(told.Touches) > 0 })
	for _, told := range t.logged {
		t.apart.opens(told.Touches)
	}
	t.between, t.at = true, from.Add(15*time.Minute+time.Duration(t.rng.IntN(40*60))*time.Second)
	type left struct {
		part
		of Deed
	}
	var parts []left
	for range [...]int{0, 1, 1, 1, 2, 2}[t.rng.IntN(6)] {
		d, rest, err := t.mutate(pick(t, mutations()), true, t.moment(from, t.at))
		if err != nil {
			return told, nil, err
		}
		if d == nil {
			continue
		}
		for _, p := range rest {
			parts = append(parts, left{p, *d})
			d.Shows = slices.DeleteFunc(d.Shows, func(r snapshot.Resource) bool { return r == p.shows.Resource() })
		}
		told = append(told, *d)
	}
	// What is read again anyway is read with all that shows in it.
	parts = slices.DeleteFunc(parts, func(p left) bool {
		at := slices.Contains(t.apart.open, p.shows.Resource())
		if at {
			err = errors.Join(err, p.do())
			told = append(told, Deed{Name: p.of.Name, Shows: []snapshot.Resource{p.shows.Resource()}, By: p.of.By})
		}
		return at
	})
	if t.rng.Float64() < distracted {
		err = errors.Join(err, t.distract(t.moment(from, t.at)))
	}
	return told, func() (hidden []Deed, err error) {
		for _, p := range parts {
			if err := p.do(); err != nil {
				return hidden, err
			}
			hidden = append(hidden, Deed{Name: p.of.Name + ", elsewhere", Shows: []snapshot.Resource{p.shows.Resource()}, By: p.of.By})
		}
		if m := pick(t, mutations()); !m.rare {
			d, rest, err := t.mutate(m, false, t.at)
			if err != nil {
				return hidden, err
			}
			for _, p := range rest {
				if err := p.do(); err != nil {
					return hidden, err
				}
			}
			if d != nil {
				hidden = append(hidden, *d)
			}
		}
		return hidden, nil
	}, errors.Join(err, t.stamp())
}

// wait is how long it is to the next step: some hours, or more than a day.
func (t *Tenant) wait() time.Duration {
	if t.rng.IntN(2) == 0 {
		return time.Duration(1+t.rng.IntN(6)) * time.Hour
	}
	return 25*time.Hour + time.Duration(t.rng.IntN(48))*time.Hour
}

// stamp writes the moment into the recording.
func (t *Tenant) stamp() error {
	var about map[string]json.RawMessage
	raw, err := os.ReadFile(t.path("tenant.json"))
	if err == nil {
		err = json.Unmarshal(raw, &about)
	}
	if err == nil {
		about["asOf"], err = json.Marshal(t.at.Format(time.RFC3339))
	}
	if err == nil {
		raw, err = json.Marshal(about)
	}
	if err == nil {
		err = os.WriteFile(t.path("tenant.json"), raw, 0o600)
	}
	if err != nil {
		return fmt.Errorf("move recording on: %w", err)
	}
	return nil
}

// giveBack ends most of the refusals and losses of earlier steps.
func (t *Tenant) giveBack() (done []Deed, err error) {
	for _, resource := range slices.Sorted(maps.Keys(t.withheld)) {
		if t.rng.Float64() < 0.3 {
			continue
		}
		for _, file := range t.withheld[resource] {
			if err := os.Rename(file+away, file); err != nil {
				return done, err
			}
		}
		delete(t.withheld, resource)
		done = append(done, Deed{Name: "permission for " + resource + " granted again", Shows: either(resource)})
	}
	if t.licences != nil && t.rng.Float64() < 0.7 && !t.refused("subscribedSkus") { // what was given back later would be the old list
		if err := os.WriteFile(t.path(skus), t.licences, 0o600); err != nil {
			return done, err
		}
		t.licences = nil
		done = append(done, Deed{Name: "licences bought again", Shows: []snapshot.Resource{snapshot.SubscribedSkus.Resource()}})
	}
	return done, nil
}

// away is added to the name of a file that is withheld, so that it answers nothing.
const away = ".away"

// withhold makes a resource refused, in either version of Graph.
func (t *Tenant) withhold(resource string) (bool, error) {
	if t.withheld[resource] != nil {
		return false, nil
	}
	var files []string
	for _, version := range []string{"v1.0", "beta"} {
		for _, kind := range []string{".json", ".ndjson"} {
			file := t.path(version + "/" + resource + kind)
			if _, err := os.Stat(file); err == nil {
				if err := os.Rename(file, file+away); err != nil {
					return false, err
				}
				files = append(files, file)
			}
		}
	}
	if len(files) == 0 {
		return false, nil
	}
	t.withheld[resource] = files
	return true, nil
}

func (t *Tenant) path(name string) string { return filepath.Join(t.Dir, filepath.FromSlash(name)) }

// Recording is the tenant as a stand-in for Graph serves it.
func (t *Tenant) Recording() (graph.Recording, error) {
	var about struct{ Settings json.RawMessage }
	raw, err := os.ReadFile(t.path("tenant.json"))
	if err == nil {
		err = json.Unmarshal(raw, &about)
	}
	if err != nil {
		return graph.Recording{}, fmt.Errorf("read recording: %w", err)
	}
	return graph.Recording{ID: t.ID, DisplayName: t.Name, AsOf: t.at, Settings: about.Settings, Dir: t.Dir}, nil
}

// Expected says what some checks must come to, by what was done to the tenant and
// what the controls demand. Checks that are not in it may come to anything.
func (t *Tenant) Expected() (map[string]finding.Verdict, error) {
	out := map[string]finding.Verdict{}
	for _, expect := range []func(*Tenant, map[string]finding.Verdict) error{
		expectAuthorization, expectSharePoint, expectGrants, expectAdministrators,
	} {
		if err := expect(t, out); err != nil {
			return nil, fmt.Errorf("expect verdicts: %w", err)
		}
	}
	return out, nil
}
