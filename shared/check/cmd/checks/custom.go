package main

import (
	"fmt"
	"io"
	"os"

	"vahti.ai/vahti/shared/check/custom"
)

// validateCustom says whether a file of custom checks would be taken, and what
// each of them reads.
func validateCustom(out io.Writer, file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("file %s cannot be read", file)
	}
	checks, err := custom.Parse(raw)
	if err != nil {
		return err
	}
	for _, c := range checks {
		if _, err := fmt.Fprintf(out, "%s is valid and reads %v\n", c.ID, c.Reads); err != nil {
			return err
		}
	}
	return nil
}
