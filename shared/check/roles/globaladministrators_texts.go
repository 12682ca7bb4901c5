package roles

import "vahti.ai/vahti/shared/check/text"

var globalAdministratorsTexts = text.New(text.Texts{
	"There are two to eight Global Administrators": {
		FI: "Yleisiä järjestelmänvalvojia on kahdesta kahdeksaan",
		SV: "Det finns mellan två och åtta globala administratörer",
	},
	"Each Global Administrator can undo every protection of the tenant, while a single one can be lost together with the company's access.": {
		FI: "Jokainen yleinen järjestelmänvalvoja voi purkaa vuokraajan kaikki suojaukset, mutta jos heitä on vain yksi, yritys voi menettää pääsyn hänen mukanaan.",
		SV: "Varje global administratör kan ta bort alla skydd i klientorganisationen, men finns det bara en kan företaget förlora sin åtkomst om det kontot går förlorat.",
	},
	"The more accounts there are that can do everything, the likelier one of them is phished, and then nothing in the tenant stands in the way.": {
		FI: "Mitä useampi tili voi tehdä kaiken, sitä todennäköisemmin jokin niistä joutuu tietojenkalastelun uhriksi, eikä mikään vuokraajassa ole sen jälkeen esteenä.",
		SV: "Ju fler konton som kan göra allt, desto troligare är det att något av dem nätfiskas, och då står inget i klientorganisationen i vägen.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > remove people, or give them narrower roles": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > poista henkilöitä tai anna heille suppeampia rooleja",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > Global Administrator > Assignments > ta bort personer eller ge dem snävare roller",
	},
})
