package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var azureManagementTexts = text.New(text.Texts{
	"Multifactor authentication is required to manage Azure": {
		FI: "Azuren hallinta edellyttää monimenetelmäistä todentamista",
		SV: "Multifaktorautentisering krävs för att hantera Azure",
	},
	"Rights in Azure come from subscriptions and not from directory roles, so policies for administrators miss people who hold them.": {
		FI: "Oikeudet Azuressa tulevat tilauksista eivätkä hakemistorooleista, joten järjestelmänvalvojille tehdyt käytännöt eivät tavoita kaikkia, joilla niitä on.",
		SV: "Rättigheter i Azure kommer från prenumerationer och inte från katalogroller, så principer för administratörer missar personer som har dem.",
	},
	"With one stolen password an attacker deletes servers and backups, reads their data or runs up a bill for machines of their own.": {
		FI: "Yhdellä varastetulla salasanalla hyökkääjä poistaa palvelimia ja varmuuskopioita, lukee niiden tiedot tai kerryttää laskua omilla koneillaan.",
		SV: "Med ett enda stulet lösenord raderar en angripare servrar och säkerhetskopior, läser deras data eller drar på sig kostnader för egna maskiner.",
	},
	newPolicy + "all users without the emergency accounts, Target resources > Select resources > Windows Azure Service " +
		"Management API, Grant > Require multifactor authentication.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, Target resources > Select resources > Windows Azure Service Management API, " +
			"Grant > Require multifactor authentication.",
		SV: newPolicy + "alla användare utom nödkontona, Target resources > Select resources > Windows Azure Service Management API, " +
			"Grant > Require multifactor authentication.",
	},
	azureByDefaults: {
		FI: "Suojauksen oletusasetukset ovat käytössä, ja ne vaativat monimenetelmäisen todentamisen kaikilta, jotka hallitsevat Azurea.",
		SV: "Säkerhetsstandarder är aktiverade, och de kräver multifaktorautentisering av alla som hanterar Azure.",
	},
	"requires multifactor authentication to manage Azure": {
		FI: "vaatii monimenetelmäisen todentamisen Azuren hallintaan", SV: "kräver multifaktorautentisering för att hantera Azure",
	},
})
