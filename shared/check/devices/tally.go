package devices

import (
	"vahti.ai/vahti/shared/finding"
	"vahti.ai/vahti/shared/snapshot"
)

// A tally counts devices and keeps the first of them.
type tally struct {
	total int
	named finding.Tally
}

// add counts a device; note is asked only where the device is kept.
func (t *tally) add(d *snapshot.ManagedDevice, note func() string) {
	t.total++
	s := finding.Subject{ID: d.ID, Name: d.DeviceName}
	if note != nil && !t.named.Full() {
		s.Note = note()
	}
	t.named.Add(s)
}

func (t *tally) list() finding.SubjectList { return t.named.List() }
