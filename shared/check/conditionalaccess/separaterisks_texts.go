package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var separateRisksTexts = text.New(text.Texts{
	"User risk and sign-in risk are not combined in one policy": {
		FI: "Käyttäjäriskiä ja kirjautumisriskiä ei ole yhdistetty samaan käytäntöön",
		SV: "Användarrisk och inloggningsrisk kombineras inte i en och samma princip",
	},
	"Such a policy acts only when both risks are there at the same moment, which is rare, and looks like protection until then.": {
		FI: "Tällainen käytäntö toimii vain, kun molemmat riskit osuvat samaan hetkeen. Se on harvinaista, ja siihen asti käytäntö vain näyttää suojaukselta.",
		SV: "En sådan princip verkar bara när båda riskerna finns i samma ögonblick, vilket är sällsynt, och ser fram till dess ut som ett skydd.",
	},
	"An account known to be compromised signs in from an ordinary network, and the policy that should have stopped it does not apply.": {
		FI: "Vaarantuneeksi tiedetty tili kirjautuu tavallisesta verkosta, eikä käytäntö, jonka piti estää se, koske kirjautumista.",
		SV: "Ett konto som är känt som komprometterat loggar in från ett vanligt nätverk, och principen som skulle ha stoppat det gäller inte.",
	},
	"Microsoft Entra admin center > Entra ID > Conditional Access > Policies: make two policies of the one, with Conditions > User risk " +
		"in the first and Conditions > Sign-in risk in the second.": {
		FI: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies: jaa käytäntö kahdeksi, ensimmäiseen Conditions > User risk ja toiseen Conditions > Sign-in risk.",
		SV: "Microsoft Entra admin center > Entra ID > Conditional Access > Policies: dela principen i två, med Conditions > User risk i den ena och Conditions > Sign-in risk i den andra.",
	},
	"An enabled policy applies only where user risk and sign-in risk come together.": {
		FI: "Käytössä oleva käytäntö on voimassa vain, kun käyttäjäriski ja kirjautumisriski esiintyvät yhdessä.",
		SV: "En aktiverad princip gäller bara när användarrisk och inloggningsrisk förekommer samtidigt.",
	},
	"No enabled policy combines user risk with sign-in risk.": {
		FI: "Mikään käytössä oleva käytäntö ei yhdistä käyttäjäriskiä ja kirjautumisriskiä.",
		SV: "Ingen aktiverad princip kombinerar användarrisk med inloggningsrisk.",
	},
})
