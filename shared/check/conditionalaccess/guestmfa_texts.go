package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var guestMFATexts = text.New(text.Texts{
	"Guests must use multifactor authentication": {
		FI: "Vieraskäyttäjien on käytettävä monimenetelmäistä todentamista",
		SV: "Gäster måste använda multifaktorautentisering",
	},
	"Nobody here knows how a guest's own organisation protects the account, and it opens what was shared with the guest.": {
		FI: "Kukaan täällä ei tiedä, miten vieraan oma organisaatio suojaa tilin, ja se avaa kaiken vieraalle jaetun.",
		SV: "Ingen här vet hur gästens egen organisation skyddar kontot, och det öppnar allt som har delats med gästen.",
	},
	"An attacker in a partner's mailbox signs in as the guest and reads teams, files and customer data that were shared with the partner.": {
		FI: "Kumppanin postilaatikkoon päässyt hyökkääjä kirjautuu vieraskäyttäjänä ja lukee kumppanille jaetut tiimit, tiedostot ja asiakastiedot.",
		SV: "En angripare i en partners postlåda loggar in som gästen och läser team, filer och kunddata som har delats med partnern.",
	},
	newPolicy + "Users > Select users and groups > Guest or external users, all six kinds, all resources, Grant > Require " +
		"multifactor authentication. Trust the multifactor authentication of partners under External Identities > Cross-tenant " +
		"access settings, so that their people need no second one.": {
		FI: newPolicy + "Users > Select users and groups > Guest or external users, kaikki kuusi tyyppiä, kaikki resurssit, Grant > Require multifactor " +
			"authentication. Luota kumppanien monimenetelmäiseen todentamiseen kohdassa External Identities > Cross-tenant access settings, niin heidän " +
			"väkensä ei tarvitse toista.",
		SV: newPolicy + "Users > Select users and groups > Guest or external users, alla sex typer, alla resurser, Grant > Require multifactor " +
			"authentication. Lita på partners multifaktorautentisering under External Identities > Cross-tenant access settings, så att deras personal " +
			"inte behöver en till.",
	},
	guestMFAByDefaults: {
		FI: "Suojauksen oletusasetukset ovat käytössä, ja ne koskevat vieraskäyttäjiä siinä missä muitakin: heidän on käytettävä monimenetelmäistä todentamista.",
		SV: "Säkerhetsstandarder är aktiverade, och de behandlar gäster som alla andra: de måste använda multifaktorautentisering.",
	},
	"requires multifactor authentication of guests": {
		FI: "vaatii vieraskäyttäjiltä monimenetelmäisen todentamisen", SV: "kräver multifaktorautentisering av gäster",
	},
})
