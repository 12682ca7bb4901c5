package console

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"vahti.ai/vahti/shared/check"
	"vahti.ai/vahti/shared/check/text"
	"vahti.ai/vahti/shared/finding"
)

var (
	english = locale{lang: text.English}
	finnish = locale{lang: text.Finnish}
	swedish = locale{lang: text.Swedish}
)

func TestDates(t *testing.T) {
	morning := time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)
	tests := []struct {
		name       string
		t          time.Time
		en, fi, sv string
	}{
		{"morning", morning, "2 November 2026, 08:00 UTC", "2. marraskuuta 2026 klo 8.00 UTC", "2 november 2026 kl. 08:00 UTC"},
		{"another zone", time.Date(2026, 6, 1, 1, 5, 0, 0, time.FixedZone("EEST", 3*3600)), "31 May 2026, 22:05 UTC", "31. toukokuuta 2026 klo 22.05 UTC", "31 maj 2026 kl. 22:05 UTC"},
		{"new year", time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), "1 January 2027, 00:00 UTC", "1. tammikuuta 2027 klo 0.00 UTC", "1 januari 2027 kl. 00:00 UTC"},
		{"none", time.Time{}, "", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for l, want := range map[locale]string{english: test.en, finnish: test.fi, swedish: test.sv} {
				if got := l.on(test.t).Text; got != want {
					t.Errorf("%s: got %q, want %q", l.lang, got, want)
				}
			}
		})
	}
}

func TestAgo(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		ago        time.Duration
		en, fi, sv string
	}{
		{-time.Hour, "just now", "juuri äsken", "alldeles nyss"}, // clocks differ
		{59 * time.Second, "just now", "juuri äsken", "alldeles nyss"},
		{90 * time.Second, "1 minute ago", "1 minuutti sitten", "1 minut sedan"},
		{2 * time.Minute, "2 minutes ago", "2 minuuttia sitten", "2 minuter sedan"},
		{time.Hour, "1 hour ago", "1 tunti sitten", "1 timme sedan"},
		{23*time.Hour + 59*time.Minute, "23 hours ago", "23 tuntia sitten", "23 timmar sedan"},
		{25 * time.Hour, "1 day ago", "1 päivä sitten", "1 dag sedan"},
		{3 * day, "3 days ago", "3 päivää sitten", "3 dagar sedan"},
		{75 * day, "2 months ago", "2 kuukautta sitten", "2 månader sedan"},
		{1096 * day, "3 years ago", "3 vuotta sitten", "3 år sedan"},
	}
	for _, test := range tests {
		t.Run(test.en, func(t *testing.T) {
			for l, want := range map[locale]string{english: test.en, finnish: test.fi, swedish: test.sv} {
				if got := l.ago(wall, wall.Add(-test.ago)); got != want {
					t.Errorf("%s: got %q, want %q", l.lang, got, want)
				}
			}
		})
	}
}

func TestWords(t *testing.T) {
	tests := []struct{ name, got, want string }{
		{"milliseconds", finnish.lasted(345 * time.Millisecond), "345 ms"},
		{"seconds", english.lasted(3240 * time.Millisecond), "3.2 s"},
		{"seconds in Finnish", finnish.lasted(3240 * time.Millisecond), "3,2 s"},
		{"minutes", swedish.lasted(125 * time.Second), "2 min 5 s"},
		{"bytes", english.size(999), "999 bytes"},
		{"bytes in Finnish", finnish.size(999), "999 tavua"},
		{"megabytes", english.size(1_843_200), "1.8 MB"},
		{"megabytes in Finnish", finnish.size(1_843_200), "1,8 Mt"},
		{"megabytes in Swedish", swedish.size(1_843_200), "1,8 MB"},
		{"gigabytes", finnish.size(2_000_000_000), "2,0 Gt"},
		{"true", english.fact(true), "yes"},
		{"false in Swedish", swedish.fact(false), "nej"},
		{"number", english.fact(int64(2147483647)), "2147483647"},
		{"fraction", english.fact(0.25), "0.25"},
		{"fraction in Finnish", finnish.fact(0.25), "0,25"},
		{"list", finnish.fact([]string{"a", "b"}), "a, b"},
		{"empty list", english.fact([]string{}), "none"},
		{"empty text", finnish.fact(""), "tyhjä"},
		{"absent", swedish.fact(nil), "saknas"},
		{"kind", kindText("servicePrincipals"), "Service principals"},
		{"kind in Finnish", finnish.kind("applications").Text, "Sovellukset"},
		{"kind nobody knows", string(finnish.kind("oddThings").HTML()), `<span lang="en">Odd things</span>`},
		{"unknown severity", english.severity("dreadful").Class, "info"},
		{"unknown verdict", english.verdict("passed").Text, "Could not tell"},
		{"unknown verdict's class", english.verdict("passed").Class, "unknown"},
		{"category", finnish.category(check.Guests), "Vieraskäyttäjät"},
		{"no category", swedish.category(otherChecks), "Övrigt"},
		{"name", finnish.named(" "), "(nimetön)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.got != test.want {
				t.Errorf("got %v, want %v", test.got, test.want)
			}
		})
	}
}

func TestScoreView(t *testing.T) {
	tests := []struct {
		name  string
		score float64
		want  scoreView
	}{
		{"nothing was asked", -1, scoreView{}},
		{"nothing holds", 0, scoreView{true, "0"}},
		{"some holds", 62.5, scoreView{true, "62,5"}},
		{"all holds", 100, scoreView{true, "100"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := swedish.score(test.score); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestFacts(t *testing.T) {
	tests := []struct {
		name     string
		facts    finding.Facts
		coverage string
		want     []fact
	}{
		{"none", nil, "", nil},
		{"without counts", finding.Facts{"b": true, "a": "x"}, "", []fact{{"a", "x"}, {"b", "kyllä"}}},
		{"some read", finding.Facts{"read": int64(12), "total": int64(60), "a": "x"}, "Tähän mennessä luettu 12, kaikkiaan 60.", []fact{{"a", "x"}}},
		{"just judged", finding.Facts{"read": 0, "total": 60}, "Tähän mennessä luettu 0, kaikkiaan 60.", nil},
		{"of another store", finding.Facts{"read": 12.0, "total": 60.0}, "Tähän mennessä luettu 12, kaikkiaan 60.", nil},
		{"all read", finding.Facts{"read": int64(60), "total": int64(60)}, "Kaikki 60 luettiin.", nil},
		{"one of the two", finding.Facts{"read": int64(12)}, "", []fact{{"read", "12"}}},
		{"no numbers", finding.Facts{"read": "x", "total": int64(60)}, "", []fact{{"read", "x"}, {"total", "60"}}},
		{"no whole numbers", finding.Facts{"read": 1.5, "total": int64(60)}, "", []fact{{"read", "1,5"}, {"total", "60"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			coverage, got := finnish.facts(test.facts)
			if diff := gocmp.Diff(test.want, got); coverage != test.coverage || diff != "" {
				t.Errorf("got %q (-want +got):\n%s", coverage, diff)
			}
		})
	}
}

func TestRequest(t *testing.T) {
	tests := []struct {
		raw  string
		want command
	}{
		{"PATCH https://graph.microsoft.com/v1.0/x\n{}", command{"With Microsoft Graph", "PATCH https://graph.microsoft.com/v1.0/x\n{}"}},
		{`DNS contoso.com. TXT "v=spf1 -all"`, command{"In DNS", `contoso.com. TXT "v=spf1 -all"`}},
		{"PowerShell Set-It -To $true", command{"With PowerShell", "Set-It -To $true"}},
	}
	for _, test := range tests {
		t.Run(test.want.Heading, func(t *testing.T) {
			if got := english.request(test.raw); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	c := testChecks()[0]
	tests := []struct {
		note string
		want []words
	}{
		{"", nil},
		{"report-only", []words{{Text: "vain raportointi"}}},
		{"covers only selected users; excludes 1 undeclared group", []words{{Text: "koskee vain valittuja käyttäjiä"}, {Text: "jättää pois 1 ilmoittamattoman ryhmän"}}},
		{"report-only; nobody translated this", []words{{Text: "vain raportointi"}, {"nobody translated this", text.English}}},
	}
	for _, test := range tests {
		t.Run(test.note, func(t *testing.T) {
			if diff := gocmp.Diff(test.want, finnish.note(c, test.note)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestControls(t *testing.T) {
	tests := []struct {
		name     string
		controls check.Controls
		want     []controlGroup
		supports bool
	}{
		{"none", check.Controls{}, nil, false},
		{"answered", check.Controls{SCuBA: []string{"MS.AAD.1.1v1"}, EIDSCA: []string{"AP10"}}, []controlGroup{{"CISA SCuBA", []string{"MS.AAD.1.1v1"}}, {"EIDSCA", []string{"AP10"}}}, false},
		{"supported", check.Controls{CIS: []string{"1.1"}, ISO27001: []string{"A.8.5"}, NIS2: []string{"21(2)(j)"}}, []controlGroup{
			{"CIS Microsoft 365", []string{"1.1"}},
			{"ISO/IEC 27001:2022, liite A (tukee)", []string{"A.8.5"}},
			{"NIS2-direktiivi, artikla (tukee)", []string{"21(2)(j)"}},
		}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, supports := finnish.controls(test.controls)
			if diff := gocmp.Diff(test.want, got); diff != "" || supports != test.supports {
				t.Errorf("supports %v, want %v (-want +got):\n%s", supports, test.supports, diff)
			}
		})
	}
}
