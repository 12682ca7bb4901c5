package roles_test

import (
	"encoding/json"
	"fmt"
	"sort"
	"testing"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/applications"
	"vahti.ai/vahti/shared/check/checktest"
	"vahti.ai/vahti/shared/check/roles"
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

func form(k snapshot.Key, s *snapshot.Snapshot) any {
	raw, _ := json.Marshal(snapshot.Form(k, s))
	var v any
	json.Unmarshal(raw, &v)
	return v
}

func rebuild(t *testing.T, base *snapshot.Snapshot, data map[snapshot.Resource]any, skip snapshot.Resource) *snapshot.Snapshot {
	s := snapshot.New(base.Now, base.Settings)
	for r, v := range data {
		k, _ := snapshot.KeyOf(r)
		if r == skip {
			s.SetUnread(r, snapshot.Unread{Status: 403, Reason: "refused"})
			continue
		}
		if k.Kind() == snapshot.PerParent {
			k.Decode(s, "", []byte("[]"))
			for p, e := range v.(map[string]any) {
				raw, _ := json.Marshal(e)
				if err := k.Decode(s, p, raw); err != nil {
					return nil
				}
			}
			continue
		}
		raw, _ := json.Marshal(v)
		if err := k.Decode(s, "", raw); err != nil {
			return nil
		}
	}
	return s
}

// each maps entities.
func each(k snapshot.Key, v any, f func(map[string]any) any) any {
	list := func(x any) any {
		l, _ := x.([]any)
		out := []any{}
		for _, e := range l {
			if m, ok := e.(map[string]any); ok {
				out = append(out, f(m))
			}
		}
		return out
	}
	switch k.Kind() {
	case snapshot.Singleton:
		return f(v.(map[string]any))
	case snapshot.Collection:
		return list(v)
	}
	out := map[string]any{}
	for p, e := range v.(map[string]any) {
		out[p] = list(e)
	}
	return out
}

func walk(prefix string, v any, out map[string]bool) {
	switch x := v.(type) {
	case map[string]any:
		for k, e := range x {
			out[prefix+k] = true
			walk(prefix+k+".", e, out)
		}
	case []any:
		for _, e := range x {
			walk(prefix, e, out)
		}
	}
}

func mutate(v any, path string, prefix string, op func(m map[string]any, k string)) any {
	switch x := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, e := range x {
			out[k] = mutate(e, path, prefix+k+".", op)
		}
		for k := range x {
			if prefix+k == path {
				op(out, k)
			}
		}
		return out
	case []any:
		out := make([]any, len(x))
		for i, e := range x {
			out[i] = mutate(e, path, prefix, op)
		}
		return out
	}
	return v
}

func TestZZ(t *testing.T) {
	for _, tenant := range []string{"nordwind", "aalto-pienyritys"} {
		s := checktest.Load(t, "../../../emulator/tenants/"+tenant)
		data := map[snapshot.Resource]any{}
		for _, k := range snapshot.Keys() {
			if s.Has(k.Resource()) {
				data[k.Resource()] = form(k, s)
			}
		}
		for _, c := range append(roles.All(), applications.All()...) {
			var raw []byte
			_ = raw
			v0 := check.Run(c, s).Verdict
			say := func(what string, v check.Outcome) { fmt.Printf("%s %s: %s -> %s  [%s] %s\n", tenant, c.ID, v0, v.Verdict, what, v.Reason) }
			run := func(s2 *snapshot.Snapshot) check.Outcome { return check.Run(c, s2) }
			rs := append(append([]snapshot.Resource{}, c.Reads...), c.Uses...)
			for _, r := range rs {
				v, ok := data[r]
				if !ok {
					continue
				}
				k, _ := snapshot.KeyOf(r)
				with := func(x any) *snapshot.Snapshot {
					d := map[snapshot.Resource]any{}
					for a, b := range data {
						d[a] = b
					}
					d[r] = x
					return rebuild(t, s, d, "")
				}
				if v == nil {
					continue
				}
				if s2 := with(each(k, v, func(map[string]any) any { return map[string]any{} })); s2 != nil {
					if o := run(s2); o.Verdict == finding.Pass || o.Verdict == finding.NotApplicable {
						say("all {} in "+string(r), o)
					}
				}
			}
			for _, r := range c.Uses {
				if _, ok := data[r]; !ok {
					continue
				}
				o := run(rebuild(t, s, data, r))
				if o.Verdict != v0 && (o.Verdict == finding.Pass || o.Verdict == finding.NotApplicable || o.Verdict == finding.Fail) {
					say("without "+string(r), o)
				}
			}
			for _, r := range rs {
				v, ok := data[r]
				if !ok || v == nil {
					continue
				}
				k, _ := snapshot.KeyOf(r)
				paths := map[string]bool{}
				if k.Kind() == snapshot.PerParent {
					for _, e := range v.(map[string]any) {
						walk("", e, paths)
					}
				} else {
					walk("", v, paths)
				}
				var sorted []string
				for p := range paths {
					sorted = append(sorted, p)
				}
				sort.Strings(sorted)
				for _, p := range sorted {
					for name, op := range map[string]func(map[string]any, string){
						"drop": func(m map[string]any, k string) { delete(m, k) },
						"null": func(m map[string]any, k string) { m[k] = nil },
						"odd":  func(m map[string]any, k string) { m[k] = "unknownFutureValue" },
					} {
						var x any
						if k.Kind() == snapshot.PerParent {
							out := map[string]any{}
							for pp, e := range v.(map[string]any) {
								out[pp] = mutate(e, p, "", op)
							}
							x = out
						} else {
							x = mutate(v, p, "", op)
						}
						d := map[snapshot.Resource]any{}
						for a, b := range data {
							d[a] = b
						}
						d[r] = x
						s2 := rebuild(t, s, d, "")
						if s2 == nil {
							continue
						}
						o := run(s2)
						if o.Verdict != v0 && o.Verdict != finding.Unknown {
							say(name+" "+string(r)+" "+p, o)
						}
						if v0 == finding.Pass && o.Verdict == finding.Pass && false {
							say(name, o)
						}
					}
				}
			}
		}
	}
}
