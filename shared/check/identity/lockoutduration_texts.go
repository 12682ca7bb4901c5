package identity

import "vahti.ai/vahti/shared/check/text"

var lockoutDurationTexts = text.New(text.Texts{
	"Smart lockout lasts at least one minute": {
		FI: "Älykäs lukitus kestää vähintään minuutin",
		SV: "Smart utelåsning varar i minst en minut",
	},
	"The lockout only works while it costs the attacker time; the default is one minute and grows with repeated lockouts.": {
		FI: "Lukitus tehoaa vain, kun se vie hyökkääjältä aikaa; oletus on minuutti, ja se pitenee lukitusten toistuessa.",
		SV: "Utelåsningen fungerar bara så länge den kostar angriparen tid; standardvärdet är en minut och växer när den upprepas.",
	},
	"An attacker continues guessing almost at once after each lockout.": {
		FI: "Hyökkääjä jatkaa arvaamista lähes heti jokaisen lukituksen jälkeen.",
		SV: "En angripare fortsätter gissa nästan genast efter varje utelåsning.",
	},
	passwordProtection + " > Lockout duration in seconds: 60 or more": {
		FI: passwordProtection + " > Lockout duration in seconds: vähintään 60",
		SV: passwordProtection + " > Lockout duration in seconds: 60 eller mer",
	},
	"A locked account stays locked for at least one minute.": {
		FI: "Lukittu tili pysyy lukittuna vähintään minuutin.",
		SV: "Ett låst konto förblir låst i minst en minut.",
	},
	"A locked account is released in less than one minute.": {
		FI: "Lukittu tili vapautuu alle minuutissa.",
		SV: "Ett låst konto släpps på mindre än en minut.",
	},
	"The tenant keeps Microsoft's default of one minute.": {
		FI: "Vuokraajalla on Microsoftin oletus, yksi minuutti.",
		SV: "Klientorganisationen har kvar Microsofts standardvärde, en minut.",
	},
})
