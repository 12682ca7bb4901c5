package identity

import "vahti.ai/vahti/shared/check/text"

var selfServiceSignUpTexts = text.New(text.Texts{
	"Nobody can sign up for subscriptions by e-mail on their own": {
		FI: "Kukaan ei voi omatoimisesti ottaa käyttöön tilauksia sähköpostilla",
		SV: "Ingen kan på egen hand teckna prenumerationer via e-post",
	},
	"Services that people start themselves hold company data without anyone having agreed to their terms or set them up.": {
		FI: "Ihmisten itse käyttöön ottamissa palveluissa on yrityksen tietoja, vaikka kukaan ei ole hyväksynyt ehtoja eikä määrittänyt palveluja.",
		SV: "Tjänster som folk startar själva innehåller företagets data utan att någon har godkänt villkoren eller ställt in dem.",
	},
	"Data moves into services that no administrator configured or monitors, where an intruder finds it less protected than in the services you run.": {
		FI: "Tietoja siirtyy palveluihin, joita mikään järjestelmänvalvoja ei ole määrittänyt eikä valvo, ja tunkeutuja löytää ne sieltä heikommin suojattuina kuin omista palveluistanne.",
		SV: "Data flyttar till tjänster som ingen administratör har ställt in eller övervakar, där en inkräktare hittar dem sämre skyddade än i de tjänster ni själva driver.",
	},
	"Subscriptions cannot be started by e-mail sign-up.": {
		FI: "Tilauksia ei voi ottaa käyttöön sähköpostirekisteröinnillä.",
		SV: "Prenumerationer kan inte startas genom registrering via e-post.",
	},
	"Anyone with an address of the company can sign up for e-mail based subscriptions.": {
		FI: "Kuka tahansa, jolla on yrityksen sähköpostiosoite, voi ottaa käyttöön sähköpostiin perustuvia tilauksia.",
		SV: "Den som har en e-postadress hos företaget kan teckna e-postbaserade prenumerationer.",
	},
})
