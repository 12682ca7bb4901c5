package instruction

// Named is a setting by the name that people and programs know it by.
type Named struct {
	Name string
	Setting
}

// All lists every setting that a customer has, so that who shows them, changes them and
// hands them out has the same. address judges whereto a webhook may lead; see
// Notifications.
func All(address func(string) error) []Named {
	return []Named{{"declared", Declared()}, {"language", Language()}, {"interval", Interval()}, {"support", Support()}, {"notifications", Notifications(address)}}
}
