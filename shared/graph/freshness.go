package graph

import (
	"time"

	"vahti.ai/vahti/shared/snapshot"
)

// What a scan asks for again of what an earlier scan left in the snapshot. All
// moments are the snapshot's, the tenant's clock.
//
//   - What was never read, or was asked for with other properties, what is known
//     to have changed as a whole, and what was last read in full a week ago, is
//     read in full. A week is also how long Graph keeps the record of changes.
//   - A collection that took one request is read in full: that costs as much as
//     anything else, and misses nothing.
//   - Of a collection with a record of changes, those are read. Where entities are
//     read together with others that the record leaves out (owners), it is read in
//     full once a day.
//   - What has no such record and took more than a few requests, or more than one
//     where Microsoft allows few (logs and reports), is read once a day.
//     In between one request shows whether the permission is still there: a verdict
//     must not rest on what Vahti may no longer see. Of what hangs under parents,
//     those that joined, those that are known to have changed and one other are
//     read, and those that left are dropped.
//   - Everything else is read in every scan, logs of a moving window among it.

const (
	// few is how many requests a resource may take to be read in every scan.
	few = 3
	// daily is how old a daily reading may be. It leaves an hour for scans that
	// come early.
	daily = 23 * time.Hour
	// weekly is how old the last full reading may be.
	weekly = 7*24*time.Hour - time.Hour
)

// mode is how a resource is read in one scan.
type mode int

const (
	inFull mode = iota
	byChanges
	onlyProbed // or, under parents, only in part
)

// modeOf says how a resource is read, given what was kept of it and which
// entities are known to have changed since.
func modeOf(row Row, kept Kept, touched []string, isTouched bool, now time.Time) mode {
	age := now.Sub(kept.Full).Abs()
	kind := row.Key.Kind()
	switch {
	case kind == snapshot.Singleton, kept.Full.IsZero(), kept.Asked != row.asked(),
		isTouched && len(touched) == 0, age > weekly, snapshot.TakesTurns(row.Key), row.FilterOf != nil:
		return inFull
	case kind == snapshot.Collection && kept.Requests <= 1:
		return inFull
	case row.Delta && kept.Link != "" && (row.Expand == "" || age < daily):
		return byChanges
	case row.Delta, kept.Requests <= few && row.Class() != ClassReports, kept.Requests <= 1, age >= daily:
		return inFull
	case kind == snapshot.Collection && isTouched:
		return inFull
	default:
		return onlyProbed
	}
}

// Reusable reports whether a scan about the moment now would build on what was
// kept of a resource, so that it is worth loading. Of what is touched it says so
// where a part of it stays.
func (r *Reader) Reusable(resource snapshot.Resource, kept Kept, now time.Time) bool {
	row, ok := r.rows[resource]
	return ok && modeOf(row, kept, nil, false, now.UTC()) != inFull
}
