// Command cmd serves the explain function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/explain" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("explain") }
