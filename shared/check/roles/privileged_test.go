package roles

import (
	"testing"

	"vahti.ai/vahti/shared/snapshot"
)

func TestIsPrivileged(t *testing.T) {
	tests := []struct {
		name string
		id   string
		want bool
	}{
		{"Global Administrator", GlobalAdministrator, true},
		{"other case", "158C047A-C907-4556-B7EF-446551A6B5F7", true},
		{"Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451", false},
		{"nothing", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := IsPrivileged(tt.id); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
	if got := Privileged()[0].TemplateID; got != GlobalAdministrator {
		t.Errorf("first privileged role: got %v, want %v", got, GlobalAdministrator)
	}
}

func TestDefinitions(t *testing.T) {
	s := snapshot.New(snapshotTime(), snapshot.Settings{})
	snapshot.RoleDefinitions.Set(s, []snapshot.RoleDefinition{
		{ID: "Own-Id", TemplateID: "29232CDF-9323-42FD-ADE2-1D097AF3E4DE"},
		{ID: "by-name", TemplateID: "new-template", DisplayName: "global administrator"},
		{ID: "custom", TemplateID: "custom", DisplayName: "Global Administrator", IsBuiltIn: snapshot.Some(false)},
	})
	d := definitionsOf(s)
	tests := []struct{ name, want string }{
		{"own-id", exchange},
		{"by-name", GlobalAdministrator},
		{"custom", "custom"},
		{"29232CDF-9323-42FD-ADE2-1D097AF3E4DE", exchange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := d.template(tt.name); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
