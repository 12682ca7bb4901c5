package devices

import "vahti.ai/vahti/shared/check/text"

var personalEnrolmentTexts = text.New(text.Texts{
	"Personally owned devices cannot be enrolled by default": {
		FI: "Henkilökohtaisia laitteita ei oletuksena voi rekisteröidä hallintaan",
		SV: "Som standard kan personligt ägda enheter inte registreras",
	},
	"A private device that is enrolled can become compliant and trusted, though the company knows neither its past nor who else uses it.": {
		FI: "Hallintaan rekisteröidystä yksityisestä laitteesta voi tulla vaatimustenmukainen ja luotettu, vaikka yritys ei tunne sen menneisyyttä eikä muita käyttäjiä.",
		SV: "En privat enhet som registreras kan bli kompatibel och betrodd, fast företaget varken känner till dess historia eller vem mer som använder den.",
	},
	"An attacker with a stolen account enrols a device of their own, which then passes as one of the company's.": {
		FI: "Tilin kaapannut hyökkääjä rekisteröi hallintaan oman laitteensa, joka sen jälkeen käy yrityksen laitteesta.",
		SV: "En angripare med ett stulet konto registrerar en egen enhet, som sedan tas för en av företagets.",
	},
	intune + "Devices > Enrollment > Device platform restriction > All users and all devices > Properties > Platform settings > Personally owned: Block, for every platform": {
		FI: intune + "Devices > Enrollment > Device platform restriction > All users and all devices > Properties > Platform settings > Personally owned: Block, jokaiselle alustalle",
		SV: intune + "Devices > Enrollment > Device platform restriction > All users and all devices > Properties > Platform settings > Personally owned: Block, för varje plattform",
	},
	"lets the groups it is assigned to enrol personal devices": {
		FI: "sallii henkilökohtaiset laitteet niille ryhmille, joille se on määritetty",
		SV: "låter de grupper som den är tilldelad registrera personliga enheter",
	},
	"Graph returned no default restriction of platforms.": {
		FI: "Graph ei palauttanut alustojen oletusrajoitusta.",
		SV: "Graph returnerade ingen standardbegränsning för plattformar.",
	},
	"The default restriction lets people enrol personal devices of some platforms.": {
		FI: "Oletusrajoitus sallii henkilökohtaisten laitteiden rekisteröinnin joillakin alustoilla.",
		SV: "Standardbegränsningen tillåter att personliga enheter registreras på vissa plattformar.",
	},
	"Graph did not return for every platform whether personal devices are blocked.": {
		FI: "Graph ei palauttanut joka alustasta tietoa siitä, onko henkilökohtaiset laitteet estetty.",
		SV: "Graph uppgav inte för varje plattform om personliga enheter är blockerade.",
	},
	"The default restriction blocks personal devices of every platform.": {
		FI: "Oletusrajoitus estää henkilökohtaiset laitteet kaikilla alustoilla.",
		SV: "Standardbegränsningen blockerar personliga enheter på alla plattformar.",
	},
})
