// Package permission is what Vahti asks to be allowed to read of a tenant, with the
// reasons that a person reads before consenting. The list follows from the table by
// which tenants are read (shared/graph), whose test keeps the two equal: the
// functions that show it may not link the reader.
package permission

import (
	_ "embed" // the list and its translations
	"encoding/json"
	"slices"
)

// Permission is one application permission of Microsoft Graph.
type Permission struct {
	Name string   `json:"name"`
	Why  []string `json:"why"` // one sentence for each kind of thing it opens
}

//go:embed permissions.json
var listed []byte

//go:embed texts.json
var translated []byte

// List returns the permissions by name, with their reasons in a language: "fi", "sv",
// or English for any other.
func List(language string) []Permission {
	var out []Permission
	if err := json.Unmarshal(listed, &out); err != nil {
		panic(err) // the list is part of the program
	}
	var texts map[string]map[string]string
	if err := json.Unmarshal(translated, &texts); err != nil {
		panic(err)
	}
	for i := range out {
		for j, why := range out[i].Why {
			if text, ok := texts[why][language]; ok {
				out[i].Why[j] = text
			}
		}
	}
	return out
}

// Names returns the permissions' names, sorted.
func Names() []string {
	var out []string
	for _, p := range List("en") {
		out = append(out, p.Name)
	}
	slices.Sort(out)
	return out
}

// Missing returns which permissions are not among those that were granted, sorted.
func Missing(granted []string) []string {
	return slices.DeleteFunc(Names(), func(name string) bool { return slices.Contains(granted, name) })
}
