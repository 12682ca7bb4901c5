// Command cmd serves the scan function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/scan" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("scan") }
