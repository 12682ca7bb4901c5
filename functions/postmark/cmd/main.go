// Command cmd serves the postmark function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/postmark" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("postmark") }
