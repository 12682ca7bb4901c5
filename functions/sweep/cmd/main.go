// Command cmd serves the sweep function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/sweep" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("sweep") }
