package identity

import "vahti.ai/vahti/shared/check/text"

var tenantCreationTexts = text.New(text.Texts{
	"Members cannot create new tenants": {
		FI: "Jäsenet eivät voi luoda uusia vuokraajia",
		SV: "Medlemmar kan inte skapa nya klientorganisationer",
	},
	"A tenant made by a member is outside every policy and log of the company, but it carries the company's accounts as administrators.": {
		FI: "Jäsenen luoma vuokraaja on yrityksen kaikkien käytäntöjen ja lokien ulkopuolella, mutta sen järjestelmänvalvojina ovat yrityksen tilit.",
		SV: "En klientorganisation som en medlem skapat ligger utanför företagets alla principer och loggar men har företagets konton som administratörer.",
	},
	"A careless member or an intruder runs services and stores company data in a tenant nobody watches, and the one who created it is its only administrator.": {
		FI: "Huolimaton jäsen tai tunkeutuja pyörittää palveluja ja säilyttää yrityksen tietoja vuokraajassa, jota kukaan ei valvo ja jonka ainoa järjestelmänvalvoja on sen luoja.",
		SV: "En slarvig medlem eller en inkräktare kör tjänster och lagrar företagets data i en klientorganisation som ingen bevakar och vars enda administratör är den som skapade den.",
	},
	userSettings + " > Restrict non-admin users from creating tenants: Yes": {
		FI: userSettings + " > Restrict non-admin users from creating tenants: Kyllä",
		SV: userSettings + " > Restrict non-admin users from creating tenants: Ja",
	},
	"Members cannot create new tenants.": {
		FI: "Jäsenet eivät voi luoda uusia vuokraajia.",
		SV: "Medlemmar kan inte skapa nya klientorganisationer.",
	},
	"Every member of the tenant can create new tenants.": {
		FI: "Jokainen vuokraajan jäsen voi luoda uusia vuokraajia.",
		SV: "Varje medlem i klientorganisationen kan skapa nya klientorganisationer.",
	},
})
