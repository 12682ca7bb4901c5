// Command cmd serves the deliver function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/deliver" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("deliver") }
