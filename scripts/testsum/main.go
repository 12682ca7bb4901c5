// Command testsum reads the output of "go test -json" on standard input and
// prints what a person needs: each package's result, the output of what failed,
// and every test that was skipped with its reason. It exits 1 when something failed,
// and when a log that was written meanwhile holds secrets or personal data.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

type event struct {
	Action  string
	Package string
	Test    string
	Output  string
	Elapsed float64
}

// own is this package, whose tests show what a leak is.
const own = "vahti.ai/vahti/scripts/testsum"

func main() {
	output := map[string][]string{} // by package and test
	var skipped, failed []string
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Println(lines.Text()) // a build error comes as plain text
			continue
		}
		name := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			output[name] = append(output[name], e.Output)
			if kind := leak(e.Output); kind != "" && e.Package != own {
				failed = append(failed, name)
				fmt.Printf("LEAK %s: a line of the log holds %s\n", name, kind)
			}
		case "skip":
			if e.Test != "" {
				skipped = append(skipped, name+": "+reason(output[name]))
			}
		case "fail", "build-fail":
			failed = append(failed, name)
			fmt.Printf("FAIL %s\n%s", name, strings.Join(output[name], ""))
		case "pass":
			if e.Test == "" {
				fmt.Printf("ok   %s %.1fs\n", e.Package, e.Elapsed)
			}
		}
		if e.Action == "pass" {
			delete(output, name)
		}
	}
	if err := lines.Err(); err != nil {
		fmt.Fprintln(os.Stderr, "testsum: the results could not be read to their end:", err)
		os.Exit(1)
	}
	slices.Sort(skipped)
	for _, s := range skipped {
		fmt.Println("SKIPPED", s)
	}
	if len(failed) > 0 {
		fmt.Printf("%d failed\n", len(failed))
		os.Exit(1)
	}
}

// reason takes the sentence a test gave t.Skip out of its output.
func reason(output []string) string {
	for _, line := range output {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "===") || strings.HasPrefix(line, "---") || line == "" {
			continue
		}
		if _, text, ok := strings.Cut(line, ".go:"); ok {
			if _, text, ok := strings.Cut(text, ": "); ok {
				return text
			}
		}
		return line
	}
	return "no reason given"
}
