// Command cmd serves the erase function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/erase" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("erase") }
