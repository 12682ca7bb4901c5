package globaladmin

import "testing"

func TestPermission(t *testing.T) {
	tests := []struct {
		name, id, want string
	}{
		{"one that leads there", "06b708a9-e830-4db3-a914-8e69da51d44f", "AppRoleAssignment.ReadWrite.All"},
		{"in other case", "9E3F62CF-CA93-4989-B6CE-BF83C28F9FE8", "RoleManagement.ReadWrite.Directory"},
		{"one that reads", "df021288-bdef-4463-88db-98f22de89214", ""},
		{"none", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := Permission(tt.id); got != tt.want || ok != (tt.want != "") {
				t.Errorf("got %q %v, want %q", got, ok, tt.want)
			}
		})
	}
}
