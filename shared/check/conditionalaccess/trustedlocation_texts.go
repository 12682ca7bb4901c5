package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var trustedLocationTexts = text.New(text.Texts{
	"A trusted named location is defined": {
		FI: "Luotettu nimetty sijainti on määritetty",
		SV: "En betrodd namngiven plats är definierad",
	},
	"Policies and Microsoft's risk detection judge better when they know which networks are the company's own.": {
		FI: "Käytännöt ja Microsoftin riskientunnistus arvioivat paremmin, kun ne tietävät, mitkä verkot ovat yrityksen omia.",
		SV: "Principer och Microsofts riskidentifiering gör bättre bedömningar när de vet vilka nätverk som är företagets egna.",
	},
	"A sign-in from an attacker's network looks like one from the office, to policies and to risk detection alike.": {
		FI: "Hyökkääjän verkosta tuleva kirjautuminen näyttää toimistolta tulevalta sekä käytännöille että riskientunnistukselle.",
		SV: "En inloggning från en angripares nätverk ser ut som en från kontoret, både för principer och för riskidentifieringen.",
	},
	"Microsoft Entra admin center > Entra ID > Conditional Access > Named locations > IP ranges location: the company's public addresses, " +
		"Mark as trusted location.": {
		FI: "Microsoft Entra admin center > Entra ID > Conditional Access > Named locations > IP ranges location: yrityksen julkiset osoitteet, Mark as trusted location.",
		SV: "Microsoft Entra admin center > Entra ID > Conditional Access > Named locations > IP ranges location: företagets publika adresser, Mark as trusted location.",
	},
	"A trusted named location with address ranges is defined.": {
		FI: "Luotettu nimetty sijainti, jolla on osoitealueita, on määritetty.",
		SV: "En betrodd namngiven plats med adressintervall är definierad.",
	},
	"Graph did not say whether a named location is trusted.": {
		FI: "Graph ei kertonut, onko nimetty sijainti luotettu.",
		SV: "Graph uppgav inte om en namngiven plats är betrodd.",
	},
	"No named location with address ranges is trusted.": {
		FI: "Mikään nimetty sijainti, jolla on osoitealueita, ei ole luotettu.",
		SV: "Ingen namngiven plats med adressintervall är betrodd.",
	},
})
