package sharepoint

import "vahti.ai/vahti/shared/check/text"

var anyoneLinksTexts = text.New(text.Texts{
	"Files cannot be shared with anyone who has the link": {
		FI: "Tiedostoja ei voi jakaa kenelle tahansa, jolla on linkki",
		SV: "Filer kan inte delas med vem som helst som har länken",
	},
	"A link that asks for no sign-in works for everybody it was ever passed on to, and nobody can tell who used it.": {
		FI: "Linkki, joka ei vaadi kirjautumista, toimii kaikille, joille se on koskaan välitetty, eikä kukaan tiedä, kuka sitä on käyttänyt.",
		SV: "En länk som inte kräver inloggning fungerar för alla den någonsin har skickats vidare till, och ingen kan se vem som har använt den.",
	},
	"Whoever finds or forwards a link reads, and often changes, the company's files without an account and without a trace.": {
		FI: "Linkin löytäjä tai saaja lukee ja usein myös muuttaa yrityksen tiedostoja ilman tiliä ja jälkiä jättämättä.",
		SV: "Den som hittar eller får en länk läser, och ändrar ofta, företagets filer utan konto och utan spår.",
	},
	sharingPolicies + " > External sharing: New and existing guests, or a stricter level": {
		FI: sharingPolicies + " > External sharing: New and existing guests tai tiukempi taso",
		SV: sharingPolicies + " > External sharing: New and existing guests eller en strängare nivå",
	},
	"Everybody with whom a file is shared has to sign in.": {
		FI: "Jokaisen, jolle tiedosto on jaettu, on kirjauduttava.",
		SV: "Alla som en fil delas med måste logga in.",
	},
	"Files can be shared with anyone who has the link.": {
		FI: "Tiedostoja voi jakaa kenelle tahansa, jolla on linkki.",
		SV: "Filer kan delas med vem som helst som har länken.",
	},
})
