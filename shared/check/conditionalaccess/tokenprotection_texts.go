package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var tokenProtectionTexts = text.New(text.Texts{
	"Token protection is enforced on Windows desktop clients": {
		FI: "Tunnusten suojaus vaaditaan Windowsin työpöytäsovelluksissa",
		SV: "Tokenskydd krävs i skrivbordsappar på Windows",
	},
	"A token copied from a device passes for the sign-in itself, multifactor authentication included, unless it is bound to the device.": {
		FI: "Laitteesta kopioitu tunnus kelpaa itse kirjautumisena, monimenetelmäinen todentaminen mukaan lukien, ellei sitä ole sidottu laitteeseen.",
		SV: "En token som kopierats från en enhet gäller som själva inloggningen, multifaktorautentiseringen inräknad, om den inte är bunden till enheten.",
	},
	"Malware on one computer copies the sign-in token, and the attacker uses mail and files from another as if signed in.": {
		FI: "Yhden koneen haittaohjelma kopioi kirjautumistunnuksen, ja hyökkääjä käyttää sähköpostia ja tiedostoja toiselta koneelta ikään kuin kirjautuneena.",
		SV: "Skadlig kod på en dator kopierar inloggningstoken, och angriparen använder e-post och filer från en annan dator som om den vore inloggad.",
	},
	newPolicy + "the users, a pilot group first, Target resources > Select resources > Office 365 Exchange Online, Office 365 SharePoint " +
		"Online and Microsoft Teams Services, Conditions > Device platforms > Windows, Client apps > Mobile apps and desktop clients, " +
		"Session > Require token protection for sign-in sessions.": {
		FI: newPolicy + "käyttäjät, ensin pilottiryhmä, Target resources > Select resources > Office 365 Exchange Online, Office 365 SharePoint Online ja " +
			"Microsoft Teams Services, Conditions > Device platforms > Windows, Client apps > Mobile apps and desktop clients, Session > Require token " +
			"protection for sign-in sessions.",
		SV: newPolicy + "användarna, först en pilotgrupp, Target resources > Select resources > Office 365 Exchange Online, Office 365 SharePoint Online och " +
			"Microsoft Teams Services, Conditions > Device platforms > Windows, Client apps > Mobile apps and desktop clients, Session > Require token " +
			"protection for sign-in sessions.",
	},
	"requires token protection on Windows": {FI: "vaatii tunnusten suojauksen Windowsissa", SV: "kräver tokenskydd på Windows"},
})
