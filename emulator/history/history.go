// Package history makes tenants whose past is known. A Tenant is a recording that
// changes from step to step as real ones do: somebody becomes an administrator, a
// policy is disabled, an application is consented to, a permission is withdrawn.
// A Judge says what Vahti's checks make of a step, read in full, undisturbed and
// without the service; a Ledger folds those into the findings and changes that
// the service must have recorded in the end, whatever happened to it meanwhile.
//
// Of some checks a Tenant also says by itself what they must come to, from what
// was done to it alone.
package history

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/synth"
	"vahti.ai/vahti/shared/finding"
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
	return t, nil
}

// At is the moment of the recording.
func (t *Tenant) At() time.Time { return t.at }

// sameMoment is how often a step comes without its moment moving on.
const sameMoment = 0.1

// Step lets time pass and changes the tenant: often in one thing, at times in
// several or in nothing. It returns what was done.
func (t *Tenant) Step() ([]string, error) {
	if t.rng.Float64() >= sameMoment {
		t.at = t.at.Add(t.wait())
	}
	done, err := t.giveBack()
	if err != nil {
		return done, err
	}
	for range [...]int{0, 0, 1, 1, 1, 1, 1, 2, 2, 3}[t.rng.IntN(10)] {
		m := mutations[t.rng.IntN(len(mutations))]
		did, err := m.do(t)
		if err != nil {
			return done, fmt.Errorf("%s: %w", m.name, err)
		}
		if did {
			done = append(done, m.name)
		}
	}
	return done, t.stamp()
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
func (t *Tenant) giveBack() (done []string, err error) {
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
		done = append(done, "permission for "+resource+" granted again")
	}
	if t.licences != nil && t.rng.Float64() < 0.7 && !t.refused("subscribedSkus") { // what was given back later would be the old list
		if err := os.WriteFile(t.path(skus), t.licences, 0o600); err != nil {
			return done, err
		}
		t.licences = nil
		done = append(done, "licences bought again")
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
