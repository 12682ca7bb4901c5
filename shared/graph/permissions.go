package graph

import (
	"slices"
	"strings"
)

// Permission is one application permission that Vahti asks consent for.
type Permission struct {
	Name string
	// Why are the reasons, one sentence per resource it opens.
	Why []string
}

// Permissions returns what Vahti asks consent for, by name, with the reasons a
// person reads before consenting.
func Permissions() []Permission {
	var out []Permission
	add := func(name, why string) {
		i, found := slices.BinarySearchFunc(out, name, func(p Permission, n string) int { return strings.Compare(p.Name, n) })
		if !found {
			out = slices.Insert(out, i, Permission{Name: name})
		}
		if !slices.Contains(out[i].Why, why) {
			out[i].Why = append(out[i].Why, why)
		}
	}
	for _, row := range Table() {
		add(row.Permission, row.Why)
		if row.Also != "" {
			add(row.Also, row.Why)
		}
	}
	return out
}
