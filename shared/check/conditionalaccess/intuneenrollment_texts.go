package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var intuneEnrollmentTexts = text.New(text.Texts{
	"Enrolling a device in Intune asks for multifactor authentication every time": {
		FI: "Laitteen liittäminen Intuneen vaatii monimenetelmäisen todentamisen joka kerta",
		SV: "Registrering av en enhet i Intune kräver multifaktorautentisering varje gång",
	},
	"An enrolled device counts as the company's own, and policies trust it from then on.": {
		FI: "Hallintaan liitetty laite lasketaan yrityksen omaksi, ja käytännöt luottavat siihen siitä lähtien.",
		SV: "En registrerad enhet räknas som företagets egen, och principer litar på den från och med då.",
	},
	"An attacker with a stolen session enrols a machine of their own and passes every policy that asks for a managed device.": {
		FI: "Varastetun istunnon saanut hyökkääjä liittää hallintaan oman koneensa ja läpäisee jokaisen käytännön, joka vaatii hallittua laitetta.",
		SV: "En angripare med en stulen session registrerar en egen dator och klarar varje princip som kräver en hanterad enhet.",
	},
	newPolicy + "all users without the emergency accounts, Target resources > Select resources > Microsoft Intune Enrollment, Grant > " +
		"Require multifactor authentication, Session > Sign-in frequency > Every time.": {
		FI: newPolicy + "kaikki käyttäjät hätäkäyttötilejä lukuun ottamatta, Target resources > Select resources > Microsoft Intune Enrollment, " +
			"Grant > Require multifactor authentication, Session > Sign-in frequency > Every time.",
		SV: newPolicy + "alla användare utom nödkontona, Target resources > Select resources > Microsoft Intune Enrollment, " +
			"Grant > Require multifactor authentication, Session > Sign-in frequency > Every time.",
	},
	"Enrolling a device in Intune asks for multifactor authentication every time, or is blocked.": {
		FI: "Laitteen liittäminen Intuneen vaatii monimenetelmäisen todentamisen joka kerta, tai se on estetty.",
		SV: "Registrering av en enhet i Intune kräver multifaktorautentisering varje gång eller är blockerad.",
	},
	"requires multifactor authentication to enrol a device in Intune": {
		FI: "vaatii monimenetelmäisen todentamisen laitteen liittämiseksi Intuneen", SV: "kräver multifaktorautentisering för att registrera en enhet i Intune",
	},
	"asks for a new sign-in every time a device is enrolled in Intune": {
		FI: "vaatii uuden kirjautumisen aina, kun laite liitetään Intuneen", SV: "kräver ny inloggning varje gång en enhet registreras i Intune",
	},
})
