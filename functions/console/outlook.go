package console

import (
	"context"
	"time"

	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/store"
	"vahti.ai/vahti/shared/tenant"
)

// outlook is what a tenant's latest scans say about it.
type outlook struct {
	State    label
	Ended    bool         // no scan will follow
	Pending  bool         // the first scan is on its way
	Underway bool         // a scan is under way or about to begin
	Last     *scanView    // the scan that finished last; nil when none has
	Judged   *scanView    // the latest scan with verdicts, where that is not Last
	scans    []store.Scan // what was looked at, the latest first
	last     *store.Scan  // Last's record
	judged   *store.Scan  // the record of the latest scan with verdicts; nil when there is none
	Tally    tally        // of that scan; empty when there is none
	Badges   []badge      // what was open at that scan, worst first
}

// scanView is when a scan was and how it went.
type scanView struct {
	Ago      string
	Ended    moment
	Failed   bool
	Reason   words  // why it failed
	Recorded moment // of a recording: the moment its verdicts are about
}

// badge is a number of open findings of one severity.
type badge struct {
	label
	N int
}

// few scans show how a tenant stands unless several in a row went wrong; many
// are read then.
// recent are listed on a tenant's own page.
const (
	few    = 3
	recent = 12
	many   = 40
)

// look reads a tenant's latest scans, n of them or as many as it takes to find one
// with verdicts.
func (l locale) look(ctx context.Context, t tenantReader, about store.About, now time.Time, n int) (outlook, error) {
	scans, err := t.Scans(ctx, n)
	if err != nil {
		return outlook{}, err
	}
	o := l.outlook(about, scans, now)
	if o.judged != nil || len(scans) < n {
		return o, nil
	}
	if scans, err = t.Scans(ctx, many); err != nil {
		return outlook{}, err
	}
	return l.outlook(about, scans, now), nil
}

// outlook makes the outlook of scans given the latest first.
func (l locale) outlook(about store.About, scans []store.Scan, now time.Time) outlook {
	o := outlook{State: l.standing(about.State), scans: scans}
	o.Ended = about.State == tenant.Terminated || about.State == tenant.Erased
	for i := range scans {
		s := &scans[i]
		if !s.Finished() {
			// A claim older than the scan that began last was given up.
			o.Underway = o.Underway || i == 0 && about.State == tenant.Active && s.Slot.Compare(about.Slot) >= 0
			continue
		}
		if o.last == nil {
			o.last = s
		}
		if o.judged == nil && !s.Failed() {
			o.judged = s
		}
	}
	o.Pending = o.last == nil && (about.State == tenant.Active || about.State == tenant.Consented)
	if o.last != nil {
		o.Last = l.viewScan(about, o.last, now)
	}
	if o.judged == nil {
		return o
	}
	if o.judged != o.last {
		o.Judged = l.viewScan(about, o.judged, now)
	}
	o.Tally = tallyOf(o.judged.Verdicts)
	for _, severity := range finding.Severities() {
		if n := o.judged.Open[severity]; n > 0 {
			o.Badges = append(o.Badges, badge{l.severity(severity), n})
		}
	}
	return o
}

func (l locale) viewScan(about store.About, s *store.Scan, now time.Time) *scanView {
	v := &scanView{Ago: l.ago(now, s.Ended), Ended: l.on(s.Ended), Failed: s.Failed()}
	if v.Failed {
		v.Reason = l.of(nil, s.Error)
	}
	if about.Recorded != nil {
		v.Recorded = l.on(s.Slot.At)
	}
	return v
}

// tally counts verdicts. The bar that shows them is 10000 wide.
type tally struct {
	Pass, Fail, Unknown, NotApplicable, Total int
	Bar                                       []segment
}

// segment is one part of the bar.
type segment struct {
	Class string
	X, W  int
}

func tallyOf(verdicts []store.Verdict) tally {
	var t tally
	for _, v := range verdicts {
		t.Total++
		switch v.Verdict {
		case finding.Pass:
			t.Pass++
		case finding.Fail:
			t.Fail++
		case finding.NotApplicable:
			t.NotApplicable++
		default:
			t.Unknown++
		}
	}
	at := 0
	for _, part := range []struct {
		verdict finding.Verdict
		n       int
	}{{finding.Fail, t.Fail}, {finding.Unknown, t.Unknown}, {finding.Pass, t.Pass}, {finding.NotApplicable, t.NotApplicable}} {
		if part.n > 0 {
			x := share(at, t.Total)
			at += part.n
			t.Bar = append(t.Bar, segment{verdictClass(part.verdict), x, share(at, t.Total) - x})
		}
	}
	return t
}

// share is n of total in hundredths of a percent.
func share(n, total int) int { return n * 10000 / total }
