package signin

import (
	"testing"

	"vahti.ai/vahti/shared/browser/browsertest"
	"vahti.ai/vahti/shared/check/text"
)

func TestTextsAreWhole(t *testing.T) { browsertest.Whole(t, tables) }

func TestTextsAreCurrent(t *testing.T) {
	p, err := parsePages()
	if err != nil {
		t.Fatal(err)
	}
	browsertest.Current(t, tables, p[text.English])
}

func TestTemplatesSayNothingThemselves(t *testing.T) { browsertest.Silent(t) }

// noEnglish looks for what the function says in English.
func noEnglish(t *testing.T, name, body string) {
	t.Helper()
	browsertest.NoEnglish(t, name, body, tables, 6)
}
