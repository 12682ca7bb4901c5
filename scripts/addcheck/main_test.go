package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var now = time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)

// tree is a project with one category, whose list holds these lines.
func tree(t *testing.T, list string) string {
	t.Helper()
	root := t.TempDir()
	dir := filepath.Join(root, "shared", "check", "devices")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	all := "// Package devices holds checks.\npackage devices\n\nimport \"vahti.ai/vahti/shared/check\"\n\n// All returns the checks.\nfunc All() []*check.Check {\n\treturn []*check.Check{" + list + "}\n}\n"
	if err := os.WriteFile(filepath.Join(dir, "all.go"), []byte(all), 0o600); err != nil {
		t.Fatal(err)
	}
	return root
}

func TestRun(t *testing.T) {
	for name, list := range map[string]string{"empty list": "", "others before it": "\n\t\tJoin,\n\t\tQuota,\n\t"} {
		t.Run(name, func(t *testing.T) {
			root := tree(t, list)
			if err := run(root, []string{"device-disk-encryption", "IN-013"}, now); err != nil {
				t.Fatal(err)
			}
			dir := filepath.Join(root, "shared", "check", "devices")
			for file, want := range map[string]string{
				"diskencryption.go":       `Rows:     []string{"IN-013"},`,
				"diskencryption_texts.go": "var diskEncryptionTexts = text.New(",
				"diskencryption_test.go":  "func TestDiskEncryption(",
				"all.go":                  "\t\tDiskEncryption,\n\t}\n}\n",
			} {
				raw, err := os.ReadFile(filepath.Join(dir, file))
				if err != nil || !strings.Contains(string(raw), want) {
					t.Errorf("%s lacks %q: %v\n%s", file, want, err, raw)
				}
			}
			if err := run(root, []string{"device-disk-encryption"}, now); err == nil {
				t.Error("it writes over a check that is there")
			}
		})
	}
}

func TestRefused(t *testing.T) {
	for _, args := range [][]string{{}, {"firewall"}, {"device-"}, {"device_x"}, {"Device-Firewall"}, {"printer-x"}, {"device-../x"}, {"device-1x"}, {"device-x", "13"}} {
		if err := run(tree(t, ""), args, now); err == nil {
			t.Errorf("%v is accepted", args)
		}
	}
}
