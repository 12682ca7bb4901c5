package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var untrustedLocationsTexts = text.New(text.Texts{
	"Access from untrusted locations is blocked": {
		FI: "Pääsy muualta kuin luotetuista sijainneista on estetty",
		SV: "Åtkomst från platser som inte är betrodda är blockerad",
	},
	"Few companies can work from their own networks alone; where it is possible it shuts out nearly every attacker.": {
		FI: "Harva yritys voi työskennellä vain omissa verkoissaan, mutta silloin kun se onnistuu, lähes jokainen hyökkääjä jää ulkopuolelle.",
		SV: "Få företag kan arbeta enbart från sina egna nätverk, men där det går stängs nästan alla angripare ute.",
	},
	"Stolen passwords and sessions work from anywhere in the world.": {
		FI: "Varastetut salasanat ja istunnot toimivat mistä päin maailmaa tahansa.",
		SV: "Stulna lösenord och sessioner fungerar varifrån som helst i världen.",
	},
	newPolicy + "all users without the emergency accounts, all resources, Network > Any network or location, Exclude > All trusted " +
		"networks and locations, Grant > Block access. Define the company's networks under Named locations as trusted first.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, kaikki resurssit, Network > Any network or location, Exclude > All trusted networks " +
			"and locations, Grant > Block access. Määritä ensin yrityksen verkot luotetuiksi kohdassa Named locations.",
		SV: newPolicy + "alla användare utom nödkontona, alla resurser, Network > Any network or location, Exclude > All trusted networks and locations, " +
			"Grant > Block access. Ange först företagets nätverk som betrodda under Named locations.",
	},
	"blocks access from untrusted locations": {
		FI: "estää pääsyn muualta kuin luotetuista sijainneista", SV: "blockerar åtkomst från platser som inte är betrodda",
	},
})
