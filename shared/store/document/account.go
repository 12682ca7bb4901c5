package document

// AccountActive is the state of an account by which its person can sign in.
const AccountActive = "active"

// Account is what others than the accounts themselves read of accounts/{account} in the
// people database.
type Account struct {
	State string `firestore:"state"`
}
