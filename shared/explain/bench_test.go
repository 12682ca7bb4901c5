package explain

import "testing"

// BenchmarkCheck judges one answer of common length.
func BenchmarkCheck(b *testing.B) {
	answers := map[string]Answer{
		"en": {Language: "en", Summary: "Text messages are enabled as a method for all users of the tenant. The check read that the setting is on for everyone.",
			Why:   "A text message can be read by someone who takes over the phone number, and the codes in it can be phished on a false page.",
			Steps: []string{"Open the page of authentication methods in the admin centre.", "Look up which users still have text messages as their only method.", "Turn the method off for everyone and save the policy."}},
		"fi": {Language: "fi", Summary: "Tekstiviestit ovat käytössä kirjautumisen menetelmänä kaikille käyttäjille. Tarkistus luki, että asetus on päällä.",
			Why:   "Tekstiviestin voi lukea se, joka kaappaa puhelinnumeron, ja siinä olevan koodin voi kalastella väärennetyllä sivulla.",
			Steps: []string{"Avaa hallintakeskuksessa todennusmenetelmien sivu.", "Katso, keillä tekstiviesti on ainoa menetelmä.", "Poista menetelmä käytöstä kaikilta ja tallenna käytäntö."}},
	}
	for language, a := range answers {
		b.Run(language, func(b *testing.B) {
			for b.Loop() {
				if err := a.check(language); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
