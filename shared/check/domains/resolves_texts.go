package domains

import "vahti.ai/vahti/shared/check/text"

var resolvesTexts = text.New(text.Texts{
	"Every verified domain still exists in DNS": {
		FI: "Jokainen vahvistettu toimialue on yhä nimipalvelussa",
		SV: "Varje verifierad domän finns fortfarande i DNS",
	},
	"A domain that lapsed can be registered by anybody, while the tenant still trusts addresses in it.": {
		FI: "Rauenneen toimialueen voi rekisteröidä kuka tahansa, vaikka vuokraaja luottaa yhä sen osoitteisiin.",
		SV: "En domän som har löpt ut kan registreras av vem som helst, medan klientorganisationen fortfarande litar på adresser i den.",
	},
	"An attacker registers the lapsed domain, receives mail for old addresses in it and resets passwords with it.": {
		FI: "Hyökkääjä rekisteröi rauenneen toimialueen, saa sen vanhoihin osoitteisiin tulevan sähköpostin ja vaihtaa sen avulla salasanoja.",
		SV: "En angripare registrerar den utgångna domänen, tar emot e-post till gamla adresser i den och återställer lösenord med den.",
	},
	"Microsoft 365 admin center > Settings > Domains: remove a domain that was given up; otherwise renew it at the registrar and restore its name servers": {
		FI: "Microsoft 365 admin center > Settings > Domains: poista toimialue, josta on luovuttu; muuten uusi se verkkotunnusvälittäjällä ja palauta sen nimipalvelimet",
		SV: "Microsoft 365 admin center > Settings > Domains: ta bort en domän som har övergetts; förnya den annars hos registraren och återställ dess namnservrar",
	},
	"DNS no longer knows the domain.": {
		FI: "Nimipalvelu ei enää tunne toimialuetta.",
		SV: "DNS känner inte längre till domänen.",
	},
	"The domain exists in DNS.": {
		FI: "Toimialue on nimipalvelussa.",
		SV: "Domänen finns i DNS.",
	},
})
