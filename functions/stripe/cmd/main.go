// Command cmd serves the stripe function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/stripe" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("stripe") }
