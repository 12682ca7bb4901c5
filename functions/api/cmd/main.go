// Command api serves the JSON API.
package main

import (
	_ "vahti.ai/vahti/functions/api" // registers the function
	"vahti.ai/vahti/shared/serve"
)

func main() { serve.Main("api") }
