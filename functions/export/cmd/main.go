// Command cmd serves the export function alone, as it is deployed.
package main

import (
	_ "vahti.ai/vahti/functions/export" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("export") }
