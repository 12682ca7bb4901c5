package snapshot

import "strings"

// SettingTemplate names a kind of tenant-wide directory setting.
type SettingTemplate struct {
	ID   string
	Name string
}

// SettingsGroups are the settings of Microsoft 365 groups.
func SettingsGroups() SettingTemplate {
	return SettingTemplate{ID: "62375ab9-6b52-47ed-826b-58e47e0e304b", Name: "Group.Unified"}
}

// SettingsPasswords are the settings of password protection and smart lockout.
func SettingsPasswords() SettingTemplate {
	return SettingTemplate{ID: "5cf42378-d67d-4f36-ba46-e8b86229381d", Name: "Password Rule Settings"}
}

// SettingsConsent are the settings of users' consent to applications.
func SettingsConsent() SettingTemplate {
	return SettingTemplate{ID: "dffd5d46-495d-40a9-8e21-954ff55e198a", Name: "Consent Policy Settings"}
}

// In returns the tenant's settings of this kind. Absent settings mean that the
// tenant never changed Microsoft's defaults. The display name decides only
// where Graph did not say the template.
func (t SettingTemplate) In(settings []GroupSetting) (GroupSetting, bool) {
	for _, g := range settings {
		if strings.EqualFold(g.TemplateID, t.ID) {
			return g, true
		}
	}
	for _, g := range settings {
		if g.TemplateID == "" && strings.EqualFold(g.DisplayName, t.Name) {
			return g, true
		}
	}
	return GroupSetting{}, false
}

// Unnamed reports settings of which Graph said neither template nor name: they
// may be of any kind, so that no other kind is known to be absent.
func Unnamed(settings []GroupSetting) bool {
	for _, g := range settings {
		if g.TemplateID == "" && g.DisplayName == "" {
			return true
		}
	}
	return false
}

// Text returns the value with the given name, compared without case; it is not
// Known when the settings lack it.
func (g GroupSetting) Text(name string) Value[string] {
	for _, v := range g.Values {
		if strings.EqualFold(v.Name, name) {
			return v.Value
		}
	}
	return Value[string]{}
}

// Bool reads the value with the given name as true or false, whatever its case.
// It is not Known when the settings lack it or say something else.
func (g GroupSetting) Bool(name string) Value[bool] {
	v := g.Text(name)
	switch {
	case v.Known() && strings.EqualFold(strings.TrimSpace(v.V), "true"):
		return Some(true)
	case v.Known() && strings.EqualFold(strings.TrimSpace(v.V), "false"):
		return Some(false)
	}
	return Value[bool]{Set: v.Set, Null: true}
}
