package document

// Cleanup is tenants/{t}/cleanups/past: how far the deletion of what is old came on its
// way through the findings and their histories. What it does not name is begun anew.
type Cleanup struct {
	Findings string `firestore:"findings"` // the last finding that was looked at
	// Of and Step are the last step of a history: its finding, and its name.
	Of   string `firestore:"of"`
	Step string `firestore:"step"`
}
