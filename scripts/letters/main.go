// Command letters renders every kind of letter in every language as its reader sees it:
// light and dark, wide and on a phone, each into a PNG, and contact sheets of them. It
// takes Chromium on this machine and nothing else. With -sheets there are the contact
// sheets alone, which takes seconds instead of minutes.
//
//	go run ./scripts/letters -out FOLDER [-kind KIND] [-sheets]
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"html"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"vahti.ai/vahti/shared/letter"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "letters:", err)
		os.Exit(1)
	}
}

// view is one way in which a letter is seen.
type view struct {
	name          string
	width, height int
	dark          bool
}

func views() []view {
	return []view{{"wide-light", 800, 860, false}, {"wide-dark", 800, 860, true}, {"phone-light", 390, 1100, false}, {"phone-dark", 390, 1100, true}}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("letters", flag.ContinueOnError)
	out := flags.String("out", "", "the `FOLDER` to write to, which is made")
	only := flags.String("kind", "", "render one `KIND` alone")
	quick := flags.Bool("sheets", false, "make the contact sheets alone")
	chromium := flags.String("chromium", "chromium", "Chromium's `PROGRAM`")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *out == "" {
		return errors.New("-out is needed")
	}
	folder, err := filepath.Abs(*out)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var pages []string
	for _, kind := range letter.Kinds() {
		if *only != "" && string(kind) != *only {
			continue
		}
		for _, language := range []string{"en", "fi", "sv"} {
			m, err := sample(kind, language).Compose()
			if err != nil {
				return err
			}
			page := string(kind) + "-" + language
			if err := os.WriteFile(filepath.Join(folder, page+".html"), []byte(m.HTML), 0o600); err != nil {
				return err
			}
			pages = append(pages, page)
		}
	}
	for _, v := range views() {
		if err := sheet(ctx, *chromium, folder, "sheet-"+v.name, v, pages...); err != nil {
			return err
		}
		for _, page := range pages {
			if *quick {
				break
			}
			if err := sheet(ctx, *chromium, folder, page+"-"+v.name, v, page); err != nil {
				return err
			}
		}
	}
	return nil
}

// certificate is what the letter with an erasure's certificate shows.
func certificate(language string) (lines []string, sections []letter.Section) {
	w := map[string][]string{
		"en": {"Certificate number", "Everything was erased", "What was erased", "Findings", "Entries of the audit trail", "The certificate as data, for programs and as proof"},
		"fi": {"Todistuksen numero", "Kaikki oli poistettu", "Mitä poistettiin", "Löydökset", "Tapahtumalokin merkinnät", "Todistus tietona, ohjelmille ja todisteeksi"},
		"sv": {"Intygets nummer", "Allt var raderat", "Vad som raderades", "Fynd", "Poster i granskningsloggen", "Intyget som data, för program och som bevis"},
	}[language]
	data := `{"number":7,"tenant":"01jx4s6v7w8x9y0z","why":"customer","terminated":"2026-12-12T09:30:00Z","began":"2027-01-13T01:43:02Z","keyDestroyed":"2027-01-13T01:43:04Z","ended":"2027-01-13T01:43:06Z","counts":{"audit:entries":1204,"vahti:findings":146}}`
	return []string{w[0] + ": 7", w[1] + ": 2027-01-13 01:43:06 UTC"}, []letter.Section{
		{Heading: w[2], Rows: []letter.Row{{Text: w[4] + ": 1204"}, {Text: w[3] + ": 146"}}},
		{Heading: w[5], Rows: []letter.Row{{Text: data}}},
	}
}

// sample is a letter of a kind that tells all that one can.
func sample(kind letter.Kind, language string) letter.Letter {
	l := letter.Letter{Name: "sample", Kind: kind, To: "reader@customer.example", Language: language, Tenant: "Esimerkkiyhtymä Oyj", By: "Eino Esimerkki",
		Link: "https://app.vahti.example/invitations?token=abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnop", Until: time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)}
	if kind == letter.SeatsExceeded {
		l.Count = 26
	}
	say := func(en, fi, sv string) string { return map[string]string{"en": en, "fi": fi, "sv": sv}[language] }
	part := func(heading, text string) letter.Section {
		return letter.Section{Heading: heading, Rows: []letter.Row{{Text: text}}}
	}
	switch kind {
	case letter.Subprocessor:
		l.By, l.Sections = "Esimerkkipilvi Oy", []letter.Section{
			part(say("What for", "Mihin tarkoitukseen", "Varför"), say("Delivering letters", "Viestien toimittaminen", "Leverans av brev")),
			part(say("Contact", "Yhteysosoite", "Kontakt"), "tietosuoja@vahti.example"),
		}
	case letter.Breach:
		l.Sections = []letter.Section{
			part(say("What happened", "Mitä tapahtui", "Vad som har hänt"), say("An access key was seen by an outsider.", "Ulkopuolinen näki pääsyavaimen.", "En utomstående såg en åtkomstnyckel.")),
			part(say("Contact", "Yhteysosoite", "Kontakt"), "tietosuoja@vahti.example"),
		}
	}
	if kind == letter.Erased {
		l.Lines, l.Sections = certificate(language)
	}
	if !kind.Optional() {
		return l
	}
	l.Unsubscribe = "https://app.vahti.example/mail/unsubscribe?token=abcdefghijklmnopqrstuvwxyz234567"
	if kind == letter.FindingsAlert || kind == letter.Digest {
		l.Count = 14
		l.Sections = []letter.Section{
			{Heading: map[string]string{"fi": "Uutta (13)", "sv": "Nytt (13)"}[language] + map[string]string{"en": "New (13)"}[language], Rows: rows(language)},
			{Heading: map[string]string{"fi": "Korjaantunut (1)", "sv": "Åtgärdat (1)"}[language] + map[string]string{"en": "Resolved (1)"}[language], Rows: rows(language)[2:3]},
		}
	}
	return l
}

func rows(language string) []letter.Row {
	switch language {
	case "fi":
		return []letter.Row{{Mark: "Kriittinen", Tone: "critical", Text: "Ylläpitäjät kirjautuvat tietojenkalastelun kestävällä tavalla"}, {Mark: "Korkea", Tone: "high", Text: "Vieraat näkevät vain omat tietonsa (12)"},
			{Mark: "Keskitaso", Tone: "medium", Text: "Vanhentuneet todennustavat on estetty"}, {Mark: "Matala", Tone: "low", Text: "Ryhmien omistajat eivät myönnä sovelluksille oikeuksia"}}
	case "sv":
		return []letter.Row{{Mark: "Kritisk", Tone: "critical", Text: "Administratörer loggar in med nätfiskeresistenta metoder"}, {Mark: "Hög", Tone: "high", Text: "Gäster ser bara sina egna uppgifter (12)"},
			{Mark: "Medel", Tone: "medium", Text: "Föråldrade autentiseringsmetoder är blockerade"}, {Mark: "Låg", Tone: "low", Text: "Gruppägare ger inte appar behörigheter"}}
	}
	return []letter.Row{{Mark: "Critical", Tone: "critical", Text: "Administrators sign in by ways that resist phishing"}, {Mark: "High", Tone: "high", Text: "Guests see their own entry alone (12)"},
		{Mark: "Medium", Tone: "medium", Text: "Outdated ways to sign in are blocked"}, {Mark: "Low", Tone: "low", Text: "Owners of groups give no permissions to applications"}}
}

// sheet makes a picture of letters, three beside each other where they are many, each
// in a frame as wide as the view: no window of Chromium's is as narrow as a phone.
func sheet(ctx context.Context, chromium, folder, name string, v view, pages ...string) error {
	const beside = 3
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><meta name="color-scheme" content="light dark"><style>body{margin:0;background:#777}iframe{border:0;float:left}</style>`)
	for _, page := range pages {
		fmt.Fprintf(&b, `<iframe src="%s.html" width="%d" height="%d"></iframe>`, html.EscapeString(page), v.width, v.height)
	}
	file := filepath.Join(folder, "."+name+".html")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return err
	}
	defer func() { _ = os.Remove(file) }()
	wide, high := min(len(pages), beside)*v.width, (len(pages)+beside-1)/beside*v.height
	return shoot(ctx, chromium, file, filepath.Join(folder, name+".png"), view{width: wide, height: high, dark: v.dark})
}

// shoot has Chromium make a picture of a page. What a reader has set is given as
// Chromium gives it to pages.
func shoot(ctx context.Context, chromium, page, image string, v view) error {
	scheme := "1" // light
	if v.dark {
		scheme = "0"
	}
	address := url.URL{Scheme: "file", Path: page}
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--blink-settings=preferredColorScheme="+scheme,
		fmt.Sprintf("--window-size=%d,%d", v.width, v.height), "--screenshot="+image, address.String())
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("render %s: %w", filepath.Base(page), err)
	}
	return nil
}
