package factor_test

import (
	"bytes"
	"errors"
	"image/png"
	"net/url"
	"strings"
	"testing"
	"time"

	"vahti.ai/vahti/shared/account/factor"
)

var noon = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// TestVectors holds codes to those of RFC 6238, appendix B, of which the last six
// digits are shown.
func TestVectors(t *testing.T) {
	totp := factor.TOTP{Secret: []byte("12345678901234567890")}
	tests := []struct {
		name string
		at   int64
		want string
	}{
		{"1970", 59, "287082"},
		{"2005", 1111111109, "081804"},
		{"a second later", 1111111111, "050471"},
		{"2009", 1234567890, "005924"},
		{"2033", 2000000000, "279037"},
		{"2603", 20000000000, "353130"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := time.Unix(tt.at, 0)
			if got, err := totp.Code(at); err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
			if _, err := totp.Accept(tt.want, at); err != nil {
				t.Errorf("it is not accepted: %v", err)
			}
		})
	}
}

func TestAccept(t *testing.T) {
	fresh := factor.NewTOTP()
	if len(fresh.Secret) != 20 {
		t.Errorf("a secret of %d bytes, want 20", len(fresh.Secret))
	}
	code := func(at time.Time) string {
		c, err := fresh.Code(at)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	used, err := fresh.Accept(code(noon), noon)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		totp factor.TOTP
		code string
		want error
	}{
		{"now", fresh, code(noon), nil},
		{"in two groups", fresh, code(noon)[:3] + " " + code(noon)[3:], nil},
		{"a period ago", fresh, code(noon.Add(-30 * time.Second)), nil},
		{"a period ahead", fresh, code(noon.Add(30 * time.Second)), nil},
		{"two periods ago", fresh, code(noon.Add(-60 * time.Second)), factor.ErrCode},
		{"two periods ahead", fresh, code(noon.Add(60 * time.Second)), factor.ErrCode},
		{"used", used, code(noon), factor.ErrCode},
		{"older than the one used", used, code(noon.Add(-30 * time.Second)), factor.ErrCode},
		{"newer than the one used", used, code(noon.Add(30 * time.Second)), nil},
		{"nothing", fresh, "", factor.ErrCode},
		{"too long", fresh, code(noon) + "0", factor.ErrCode},
		{"letters", fresh, "abcdef", factor.ErrCode},
		{"digits of another script", fresh, "١٢٣٤٥٦", factor.ErrCode},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := tt.totp.Accept(tt.code, noon); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
	if _, err := factor.NewTOTP().Accept(code(noon), noon); !errors.Is(err, factor.ErrCode) {
		t.Errorf("a code of another secret: got %v, want %v", err, factor.ErrCode)
	}
}

func TestURI(t *testing.T) {
	totp := factor.NewTOTP()
	text, err := totp.URI("Vahti", "maija@esimerkki.example")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	if u.Scheme != "otpauth" || u.Host != "totp" || u.Path != "/Vahti:maija@esimerkki.example" || u.Query().Get("secret") != totp.Text() ||
		u.Query().Get("period") != "30" || u.Query().Get("digits") != "6" {
		t.Errorf("got %s", text)
	}
	picture, err := totp.Picture("Vahti", "maija@esimerkki.example", 256)
	if err != nil {
		t.Fatal(err)
	}
	if img, err := png.Decode(bytes.NewReader(picture)); err != nil || img.Bounds().Dx() != 256 {
		t.Errorf("the picture is none: %v", err)
	}
}

func TestRecoveryCodes(t *testing.T) {
	codes := factor.NewRecoveryCodes()
	seen := map[factor.RecoveryCode]bool{}
	for _, c := range codes {
		if seen[c] || len(c) != 29 || strings.Count(string(c), "-") != 4 {
			t.Errorf("a code of %d characters, seen %v", len(c), seen[c])
		}
		seen[c] = true
	}
	if len(codes) != 10 {
		t.Errorf("got %d codes, want 10", len(codes))
	}
	const one = "0a1b2-c3d4e-5f6g7-h8j9k-mnpqr"
	tests := []struct {
		name, typed string
		want        error
	}{
		{"as shown", one, nil},
		{"in capitals", strings.ToUpper(one), nil},
		{"without groups", strings.ReplaceAll(one, "-", ""), nil},
		{"with spaces", "  " + strings.ReplaceAll(one, "-", " ") + "\n", nil},
		{"with letters for digits", "oalb2-c3d4e-5f6g7-h8j9k-mnpqr", nil},
		{"nothing", "", factor.ErrRecovery},
		{"cut short", one[:28], factor.ErrRecovery},
		{"too long", one + "x", factor.ErrRecovery},
		{"a letter that is in none", strings.Replace(one, "m", "u", 1), factor.ErrRecovery},
		{"very long", strings.Repeat(" ", 200) + one, factor.ErrRecovery},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := factor.ParseRecoveryCode(tt.typed)
			if !errors.Is(err, tt.want) || err == nil && string(got) != one {
				t.Errorf("got %q, %v, want %v", string(got), err, tt.want)
			}
		})
	}
}

func FuzzParseRecoveryCode(f *testing.F) {
	f.Add("0a1b2-c3d4e-5f6g7-h8j9k-mnpqr")
	f.Add("\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		c, err := factor.ParseRecoveryCode(typed)
		if err != nil {
			return
		}
		if again, err := factor.ParseRecoveryCode(string(c)); err != nil || again != c {
			t.Errorf("%q is read as %q and then as %q", typed, string(c), string(again))
		}
	})
}

func FuzzAccept(f *testing.F) {
	f.Add("123456")
	f.Add("１２３４５６")
	f.Fuzz(func(t *testing.T, code string) {
		if _, err := (factor.TOTP{Secret: []byte("12345678901234567890")}).Accept(code, noon); err != nil && !errors.Is(err, factor.ErrCode) {
			t.Errorf("%q: %v", code, err)
		}
	})
}
