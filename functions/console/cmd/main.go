// Command console serves the web console.
package main

import (
	_ "vahti.ai/vahti/functions/console" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("console") }
