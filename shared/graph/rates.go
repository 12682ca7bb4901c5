package graph

import (
	"strconv"
	"strings"
	"time"
)

// A price is what a request takes from Microsoft's budgets: of ClassDirectory and
// ClassFiles resource units, of every other class requests. A $batch costs what
// its items do together.
type price map[Class]int

// add counts one request, by its path without API version and its query.
func (c price) add(path, query string) {
	class := classOf(path)
	switch class {
	case ClassDirectory:
		c[class] += directoryUnits(path, query)
	case ClassFiles:
		c[class] += fileUnits(path, query)
	default:
		c[class]++
	}
}

// priceOf returns the price of requests, each named as an item of a batch names it.
func priceOf(relative ...string) price {
	c := price{}
	for _, r := range relative {
		path, query, _ := strings.Cut(r, "?")
		c.add(path, query)
	}
	return c
}

// scarce reports whether a class is allowed so seldom that its requests go
// before others and no two of them into one batch.
func scarce(class Class) bool { return class == ClassReports || class == ClassProtection }

// scarce reports whether the request counts against a scarce class.
func (c price) scarce() bool {
	for class := range c {
		if scarce(class) {
			return true
		}
	}
	return false
}

// A rate is how much of a class Vahti asks for in a time: a part of what
// Microsoft allows, for other instances and applications ask too, and its clock
// is not ours.
type rate struct {
	per  time.Duration // Microsoft's time and some slack
	most int
}

// Slack is added to Microsoft's times, because two requests do not travel equally
// long. Where one request is all that is allowed it matters more.
const (
	slack     = 150 * time.Millisecond
	wideSlack = 250 * time.Millisecond
)

// rateOf returns a class's rate in a tenant with this many people, 0 where that
// is not known yet: then as in the smallest. ok is false for a class that
// Microsoft publishes no limit of that a reader could reach.
func rateOf(class Class, people int) (r rate, ok bool) {
	switch class {
	case ClassDirectory:
		units := 8000
		switch {
		case people < 50:
			units = 3500
		case people <= 500:
			units = 5000
		}
		return rate{10*time.Second + slack, units * 4 / 5}, true
	case ClassReports:
		return rate{10*time.Second + slack, 5}, true
	case ClassProtection:
		return rate{time.Second + wideSlack, 1}, true
	case ClassSecurity:
		return rate{time.Minute + slack, 150 * 4 / 5}, true
	case ClassIntune:
		return rate{20*time.Second + slack, 1000 * 4 / 5}, true
	case ClassTeams:
		return rate{time.Second + slack, 30 * 4 / 5}, true
	case ClassFiles:
		// By licences, of which there are fewer than people: half of them at most
		// may be guests and the like.
		units := 6000
		switch licences := people / 2; {
		case licences <= 1000:
			units = 1200
		case licences <= 5000:
			units = 2400
		case licences <= 15_000:
			units = 3600
		case licences <= 50_000:
			units = 4800
		}
		return rate{time.Minute + slack, units * 9 / 10}, true
	}
	return rate{}, false
}

// applicationRate is what one application may ask for in all tenants together, in
// directory units, of which it takes a share.
func applicationRate(share float64) rate {
	return rate{20*time.Second + slack, max(1, int(150_000*share*4/5))}
}

// directoryUnits is what Microsoft counts for a GET of identity and access: by
// path, one less with $select, one more with $expand, one less with $top below
// twenty, and never less than one.
func directoryUnits(path, query string) int {
	n := directoryPrice(strings.ToLower(strings.Trim(path, "/")))
	for option := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(option, "=")
		switch strings.ToLower(strings.Replace(name, "%24", "$", 1)) {
		case "$select":
			n--
		case "$expand":
			n++
		case "$top":
			if top, err := strconv.Atoi(value); err == nil && top < 20 {
				n--
			}
		}
	}
	return max(1, n)
}

func directoryPrice(path string) int {
	first, rest, deeper := strings.Cut(path, "/")
	_, third, _ := strings.Cut(rest, "/")
	switch first {
	case "applications", "users":
		if !deeper {
			return 2
		}
	case "contracts", "subscribedskus":
		if !deeper {
			return 3
		}
	case "oauth2permissiongrants":
		return 2
	}
	switch third {
	case "transitivemembers":
		return 5
	case "domainnamereferences":
		return 4
	case "members":
		return 3
	case "extensionproperties", "approleassignments", "licensedetails", "memberof", "transitivememberof", "ownedobjects":
		return 2
	}
	return 1
}

// fileUnits is what SharePoint counts for a GET: two for a list and for changes
// from the start, one for changes since a token and for a single item.
func fileUnits(path, query string) int {
	path = strings.ToLower(strings.TrimRight(path, "/"))
	switch {
	case strings.HasSuffix(path, "/permissions"):
		return 5
	case strings.HasSuffix(path, "/delta") && strings.Contains(strings.ToLower(query), "token="):
		return 1
	case strings.HasSuffix(path, "/delta"), strings.HasSuffix(path, "/children"), strings.HasSuffix(path, "/items"):
		return 2
	}
	return 1
}
