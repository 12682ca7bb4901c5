package letter

import (
	_ "embed" // the frame of letters
	"fmt"
	"html/template"
	"strings"
)

//go:embed letter.html
var frame string

// html is the letter as HTML: without pictures, scripts or anything from elsewhere,
// readable in light and in dark, by eye and by ear.
func (p parts) html() (string, error) {
	t, err := template.New("letter").Parse(frame)
	if err != nil {
		return "", fmt.Errorf("frame of letters: %w", err)
	}
	var b strings.Builder
	if err := t.Execute(&b, p); err != nil {
		return "", fmt.Errorf("write letter: %w", err)
	}
	return b.String(), nil
}

// Preheader is what mail programs show beside the subject before a letter is opened:
// its first sentence.
func (p parts) Preheader() string {
	if len(p.Says) == 0 {
		return p.Subject
	}
	return p.Says[0]
}

// Button is what the link says, without the colon that introduces it in plain text.
func (p parts) Button() string { return strings.TrimSuffix(p.Before, ":") }
