// Command cmd serves the billing function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/billing" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("billing") }
