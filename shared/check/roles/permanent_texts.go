package roles

import "vahti.ai/vahti/shared/check/text"

var permanentTexts = text.New(text.Texts{
	"Nobody holds a privileged role permanently": {
		FI: "Kenelläkään ei ole etuoikeutettua roolia pysyvästi",
		SV: "Ingen har en privilegierad roll permanent",
	},
	"A role that is always active is there for whoever steals the account, at any hour and without a trace of activation.": {
		FI: "Aina voimassa oleva rooli on tilin varastajan käytettävissä mihin aikaan tahansa, eikä käyttöönotosta jää jälkeä.",
		SV: "En roll som alltid är aktiv finns där för den som stjäl kontot, när som helst och utan spår av någon aktivering.",
	},
	"An attacker with one stolen session acts as an administrator at once, because the role does not have to be activated.": {
		FI: "Hyökkääjä toimii yhdellä varastetulla istunnolla heti järjestelmänvalvojana, koska roolia ei tarvitse ottaa käyttöön.",
		SV: "En angripare med en enda stulen session agerar genast som administratör, eftersom rollen inte behöver aktiveras.",
	},
	"Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > make the assignment eligible, or give it an end": {
		FI: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > muuta rooli käyttöön otettavaksi (Eligible) tai anna sille päättymisaika",
		SV: "Microsoft Entra admin center > ID Governance > Privileged Identity Management > Microsoft Entra roles > Assignments > gör tilldelningen berättigad (Eligible) eller ge den ett slut",
	},
	"The privileged role is held for a time only.": {
		FI: "Etuoikeutettu rooli on annettu vain määräajaksi.",
		SV: "Den privilegierade rollen innehas bara en begränsad tid.",
	},
	"A privileged role is held permanently.": {
		FI: "Etuoikeutettu rooli on annettu pysyvästi.",
		SV: "En privilegierad roll innehas permanent.",
	},
	"The privileged role is held permanently and that was declared.": {
		FI: "Etuoikeutettu rooli on annettu pysyvästi, ja se on ilmoitettu hyväksytyksi.",
		SV: "Den privilegierade rollen innehas permanent, och det har angetts som godkänt.",
	},
})
