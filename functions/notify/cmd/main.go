// Command cmd serves the notify function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/notify" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("notify") }
