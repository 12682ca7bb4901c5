package snapshot

import "testing"

func TestSettingTemplateIn(t *testing.T) {
	consent := SettingsConsent()
	tests := []struct {
		name     string
		settings []GroupSetting
		want     string
		wantOK   bool
	}{
		{"none", nil, "", false},
		{"by template in another case", []GroupSetting{{ID: "a", TemplateID: "DFFD5D46-495D-40A9-8E21-954FF55E198A"}}, "a", true},
		{"by name without template", []GroupSetting{{ID: "b", DisplayName: "consent policy settings"}}, "b", true},
		{"name of another template", []GroupSetting{{ID: "c", DisplayName: "Consent Policy Settings", TemplateID: "62375ab9-6b52-47ed-826b-58e47e0e304b"}}, "", false},
		{"template before name", []GroupSetting{{ID: "d", DisplayName: "Consent Policy Settings"}, {ID: "e", TemplateID: consent.ID}}, "e", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := consent.In(tt.settings)
			if got.ID != tt.want || ok != tt.wantOK {
				t.Errorf("got %q %v, want %q %v", got.ID, ok, tt.want, tt.wantOK)
			}
		})
	}
}

func TestGroupSettingBool(t *testing.T) {
	g := GroupSetting{Values: []SettingValue{
		{Name: "Upper", Value: Some("True")},
		{Name: "Lower", Value: Some("false")},
		{Name: "Other", Value: Some("maybe")},
		{Name: "Null", Value: NullOf[string]()},
	}}
	tests := []struct {
		name  string
		want  bool
		known bool
	}{
		{"upper", true, true},
		{"Lower", false, true},
		{"Other", false, false},
		{"Null", false, false},
		{"Absent", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := g.Bool(tt.name)
			if got.V != tt.want || got.Known() != tt.known {
				t.Errorf("got %v known %v, want %v known %v", got.V, got.Known(), tt.want, tt.known)
			}
		})
	}
}
