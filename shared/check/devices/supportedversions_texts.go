package devices

import "vahti.ai/vahti/shared/check/text"

var supportedVersionsTexts = text.New(text.Texts{
	"Managed devices run operating systems that still get security updates": {
		FI: "Hallittujen laitteiden käyttöjärjestelmät saavat yhä tietoturvapäivityksiä",
		SV: "Hanterade enheter kör operativsystem som fortfarande får säkerhetsuppdateringar",
	},
	"Flaws that are found after the end of support stay open for good, and attackers look for exactly these devices.": {
		FI: "Tuen päätyttyä löytyvät aukot jäävät auki lopullisesti, ja hyökkääjät etsivät juuri näitä laitteita.",
		SV: "Brister som hittas efter att stödet upphört förblir öppna för gott, och angripare letar efter just dessa enheter.",
	},
	"An attacker takes over the device through a flaw that everyone knows and nobody will mend, and from there reaches what its user can.": {
		FI: "Hyökkääjä kaappaa laitteen aukosta, jonka kaikki tuntevat ja jota kukaan ei korjaa, ja pääsee sen kautta kaikkeen, mihin laitteen käyttäjäkin.",
		SV: "En angripare tar över enheten genom en brist som alla känner till och ingen kommer att laga, och når därifrån det som användaren når.",
	},
	intune + "Devices > Windows updates > Feature updates > Create profile with a supported version, and replace what cannot be updated": {
		FI: intune + "Devices > Windows updates > Feature updates > Create profile, valitse tuettu versio ja korvaa laitteet, joita ei voi päivittää",
		SV: intune + "Devices > Windows updates > Feature updates > Create profile, välj en version som stöds och ersätt det som inte kan uppdateras",
	},
	"{}: gets no more security updates": {
		FI: "{}: ei saa enää tietoturvapäivityksiä",
		SV: "{}: får inga fler säkerhetsuppdateringar",
	},
	"{}: gets no more security updates, unless Extended Security Updates were bought, which Graph does not tell": {
		FI: "{}: ei saa enää tietoturvapäivityksiä, ellei laajennettuja päivityksiä (Extended Security Updates) ole ostettu, mitä Graph ei kerro",
		SV: "{}: får inga fler säkerhetsuppdateringar, om inte Extended Security Updates har köpts, vilket Graph inte uppger",
	},
	"{}: still gets security updates on Enterprise and Education but no longer on Home and Pro, and Graph does not name the edition": {
		FI: "{}: saa yhä tietoturvapäivityksiä Enterprise- ja Education-versioissa mutta ei enää Home- ja Pro-versioissa, eikä Graph kerro, mikä niistä on käytössä",
		SV: "{}: får fortfarande säkerhetsuppdateringar på Enterprise och Education men inte längre på Home och Pro, och Graph uppger inte utgåvan",
	},
	"{}: still gets security updates on the long-term servicing channel only, and Graph does not name the channel": {
		FI: "{}: saa tietoturvapäivityksiä enää pitkän tuen kanavassa (LTSC), eikä Graph kerro kanavaa",
		SV: "{}: får säkerhetsuppdateringar bara i kanalen för långtidsstöd (LTSC), och Graph uppger inte kanalen",
	},
	"{}: is newer than Vahti's last look at the vendor's support": {
		FI: "{}: valmistajan tukea ei ole tarkistettu Vahtiin riittävän hiljattain",
		SV: "{}: tillverkarens stöd har inte kontrollerats tillräckligt nyligen i Vahti",
	},
	"{}: is a version unknown to Vahti": {
		FI: "{}: Vahdille tuntematon versio",
		SV: "{}: en version som är okänd för Vahti",
	},
	"Some managed devices run an operating system that gets no more security updates.": {
		FI: "Joissakin hallituissa laitteissa on käyttöjärjestelmä, joka ei saa enää tietoturvapäivityksiä.",
		SV: "Vissa hanterade enheter kör ett operativsystem som inte får fler säkerhetsuppdateringar.",
	},
	"It cannot be told of every managed device whether its operating system still gets security updates.": {
		FI: "Kaikista hallituista laitteista ei voi sanoa, saako niiden käyttöjärjestelmä yhä tietoturvapäivityksiä.",
		SV: "Det går inte att avgöra för alla hanterade enheter om operativsystemet fortfarande får säkerhetsuppdateringar.",
	},
	"Every managed device runs an operating system that still gets security updates.": {
		FI: "Kaikkien hallittujen laitteiden käyttöjärjestelmät saavat yhä tietoturvapäivityksiä.",
		SV: "Alla hanterade enheter kör ett operativsystem som fortfarande får säkerhetsuppdateringar.",
	},
})
