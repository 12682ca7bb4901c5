package console

import "vahti.ai/vahti/shared/store"

// scanFacts are the numbers of a scan.
type scanFacts struct {
	Kind        string
	Slot        string
	Began       moment
	Ended       moment
	Duration    string
	Requests    int
	Subrequests int
	Data        string
}

// scanItem is one scan of the list of scans.
type scanItem struct {
	Kind     string
	Began    moment
	Outcome  string
	Failed   bool
	Duration string
	Requests int
}

func (l locale) scanFacts(s *store.Scan) *scanFacts {
	return &scanFacts{
		Kind: l.scanKind(*s),
		Slot: s.Slot.String(), Began: l.on(s.Claimed), Ended: l.on(s.Ended), Duration: l.lasted(s.Duration),
		Requests: s.Requests, Subrequests: s.Subrequests, Data: l.size(s.Bytes),
	}
}

// scans lists scans, light passes told apart from full ones.
func (l locale) scans(all []store.Scan) (out []scanItem) {
	for _, s := range all {
		v := scanItem{Kind: l.scanKind(s), Began: l.on(s.Claimed), Outcome: l.say("Finished"), Failed: s.Failed()}
		switch {
		case !s.Finished():
			v.Outcome = l.say("Not finished")
		case s.Failed():
			v.Outcome = l.say("Failed")
		}
		if s.Finished() {
			v.Duration, v.Requests = l.lasted(s.Duration), s.Requests
		}
		out = append(out, v)
	}
	return out
}

// scanKind says how much a scan looks at.
func (l locale) scanKind(s store.Scan) string {
	if s.Light {
		return l.say("Light pass")
	}
	return l.say("Full scan")
}
