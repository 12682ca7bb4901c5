package identity

import "vahti.ai/vahti/shared/check/text"

var sessionTimeoutTexts = text.New(text.Texts{
	"Idle web sessions end within three hours": {
		FI: "Käyttämättömät verkkoistunnot päättyvät kolmessa tunnissa",
		SV: "Inaktiva webbsessioner avslutas inom tre timmar",
	},
	"A browser left open on a shared or lost computer stays signed in until something ends the session.": {
		FI: "Jaetulle tai kadonneelle tietokoneelle auki jäänyt selain pysyy kirjautuneena, kunnes jokin päättää istunnon.",
		SV: "En webbläsare som lämnats öppen på en delad eller förlorad dator förblir inloggad tills något avslutar sessionen.",
	},
	"Whoever sits down at an unlocked or shared computer reads mail and files in a session that nobody closed.": {
		FI: "Lukitsemattoman tai jaetun tietokoneen ääreen istuva lukee postia ja tiedostoja istunnossa, jota kukaan ei sulkenut.",
		SV: "Den som sätter sig vid en olåst eller delad dator läser e-post och filer i en session som ingen stängde.",
	},
	"Microsoft 365 admin center > Settings > Org settings > Security & privacy > Idle session timeout > Turn on, three hours or less": {
		FI: "Microsoft 365 admin center > Settings > Org settings > Security & privacy > Idle session timeout > ota käyttöön, enintään kolme tuntia",
		SV: "Microsoft 365 admin center > Settings > Org settings > Security & privacy > Idle session timeout > aktivera, högst tre timmar",
	},
	"Idle web sessions end within three hours.": {
		FI: "Käyttämättömät verkkoistunnot päättyvät kolmessa tunnissa.",
		SV: "Inaktiva webbsessioner avslutas inom tre timmar.",
	},
	"A session timeout policy has a definition Vahti does not understand.": {
		FI: "Istunnon aikakatkaisukäytännön määritys on sellainen, jota Vahti ei ymmärrä.",
		SV: "En princip för sessionstid har en definition som Vahti inte förstår.",
	},
	"Idle web sessions end only after more than three hours.": {
		FI: "Käyttämättömät verkkoistunnot päättyvät vasta yli kolmen tunnin jälkeen.",
		SV: "Inaktiva webbsessioner avslutas först efter mer än tre timmar.",
	},
	"No policy ends idle web sessions.": {
		FI: "Mikään käytäntö ei päätä käyttämättömiä verkkoistuntoja.",
		SV: "Ingen princip avslutar inaktiva webbsessioner.",
	},
})
