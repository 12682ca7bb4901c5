// Command cmd serves the retain function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/retain" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("retain") }
