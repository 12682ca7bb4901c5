package identity

import "vahti.ai/vahti/shared/check/text"

var onPremisesPasswordsTexts = text.New(text.Texts{
	"Banned passwords are refused in the on-premises directory too": {
		FI: "Kielletyt salasanat hylätään myös paikallisessa hakemistossa",
		SV: "Förbjudna lösenord nekas även i den lokala katalogen",
	},
	"Passwords chosen in the on-premises directory are synchronised to the cloud, so a weak one there is a weak one everywhere.": {
		FI: "Paikallisessa hakemistossa valitut salasanat synkronoidaan pilveen, joten siellä heikko salasana on heikko kaikkialla.",
		SV: "Lösenord som väljs i den lokala katalogen synkroniseras till molnet, så ett svagt lösenord där är svagt överallt.",
	},
	"An attacker guesses a weak password that the cloud would have refused but the domain controllers accepted.": {
		FI: "Hyökkääjä arvaa heikon salasanan, jonka pilvi olisi hylännyt mutta toimialueen ohjauskoneet hyväksyivät.",
		SV: "En angripare gissar ett svagt lösenord som molnet hade nekat men domänkontrollanterna godtog.",
	},
	passwordProtection + " > Enable password protection on Windows Server Active Directory: Yes, Mode: Enforced; install the agents on the domain controllers": {
		FI: passwordProtection + " > Enable password protection on Windows Server Active Directory: Kyllä, Mode: Enforced; asenna agentit toimialueen ohjauskoneisiin",
		SV: passwordProtection + " > Enable password protection on Windows Server Active Directory: Ja, Mode: Enforced; installera agenterna på domänkontrollanterna",
	},
	"The tenant kept the default, which only logs banned passwords on premises.": {
		FI: "Vuokraajalla on oletus, jolla kielletyt salasanat vain kirjataan lokiin paikallisesti.",
		SV: "Klientorganisationen har kvar standardläget, som bara loggar förbjudna lösenord lokalt.",
	},
	"Banned passwords are not checked in the on-premises directory.": {
		FI: "Kiellettyjä salasanoja ei tarkisteta paikallisessa hakemistossa.",
		SV: "Förbjudna lösenord kontrolleras inte i den lokala katalogen.",
	},
	"The password rules do not say how passwords are checked on premises.": {
		FI: "Salasanasäännöistä ei selviä, miten salasanat tarkistetaan paikallisesti.",
		SV: "Lösenordsreglerna säger inte hur lösenord kontrolleras lokalt.",
	},
	"Banned passwords are only logged, not refused, in the on-premises directory.": {
		FI: "Kielletyt salasanat vain kirjataan lokiin paikallisessa hakemistossa, niitä ei hylätä.",
		SV: "Förbjudna lösenord loggas bara och nekas inte i den lokala katalogen.",
	},
	"Banned passwords are refused in the on-premises directory.": {
		FI: "Kielletyt salasanat hylätään paikallisessa hakemistossa.",
		SV: "Förbjudna lösenord nekas i den lokala katalogen.",
	},
	"The mode of the on-premises password check is one Vahti does not know.": {
		FI: "Paikallisen salasanatarkistuksen tila on Vahdille tuntematon.",
		SV: "Läget för den lokala lösenordskontrollen är okänt för Vahti.",
	},
})
