// Command signin serves signing in, accounts, invitations and onboarding.
package main

import (
	_ "vahti.ai/vahti/functions/signin" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("signin") }
