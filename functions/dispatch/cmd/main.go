// Command cmd serves the dispatch function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/dispatch" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("dispatch") }
