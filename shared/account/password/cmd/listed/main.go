// Command listed makes the list of passwords that became public, listed.bloom, of
// text files that hold one password a line, the most common first:
//
//	go run ./shared/account/password/cmd/listed -o FILE TEXT...
package main

import (
	"flag"
	"fmt"
	"os"

	"vahti.ai/vahti/shared/account/password"
)

func main() {
	out := flag.String("o", "shared/account/password/listed.bloom", "the file to write")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "listed:", err)
		os.Exit(1)
	}
}

func run(out string, files []string) error {
	if len(files) == 0 {
		return fmt.Errorf("name at least one text file")
	}
	var texts []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		texts = append(texts, string(b))
	}
	filter, count := password.Filter(texts...)
	if err := os.WriteFile(out, filter, 0o644); err != nil { //nolint:gosec // the file is the one that whoever runs this names
		return err
	}
	fmt.Printf("%d passwords, %d bytes\n", count, len(filter))
	return nil
}
