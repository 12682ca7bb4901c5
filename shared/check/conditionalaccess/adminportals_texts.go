package conditionalaccess

import "vahti.ai/vahti/shared/check/text"

var adminPortalsTexts = text.New(text.Texts{
	"The admin portals are closed to everyone but administrators": {
		FI: "Hallintaportaalit on suljettu muilta kuin järjestelmänvalvojilta",
		SV: "Administrationsportalerna är stängda för alla utom administratörer",
	},
	"Any account can open the portals and read much of the directory there, and rights given outside directory roles are used there unseen.": {
		FI: "Mikä tahansa tili voi avata portaalit ja lukea niissä suuren osan hakemistosta, ja hakemistoroolien ohi annettuja oikeuksia käytetään siellä kenenkään huomaamatta.",
		SV: "Vilket konto som helst kan öppna portalerna och läsa mycket av katalogen där, och rättigheter som getts vid sidan av katalogroller används där obemärkt.",
	},
	"An attacker in an ordinary account looks up users, groups, devices and policies in the portal and plans the next step with them.": {
		FI: "Tavallisen tilin kaapannut hyökkääjä tutkii portaalissa käyttäjiä, ryhmiä, laitteita ja käytäntöjä ja suunnittelee niiden avulla seuraavan askeleen.",
		SV: "En angripare i ett vanligt konto slår upp användare, grupper, enheter och principer i portalen och planerar nästa steg med dem.",
	},
	newPolicy + "all users, Exclude > Directory roles, the administrator roles in use, and the emergency accounts, Target " +
		"resources > Select resources > Microsoft Admin Portals, Grant > Block access. People who activate their role in Privileged " +
		"Identity Management need a declared group that is excluded, or they cannot reach the page where they activate it.": {
		FI: newPolicy + "kaikki käyttäjät, Exclude > Directory roles, käytössä olevat järjestelmänvalvojan roolit sekä hätäkäyttötilit, Target resources > " +
			"Select resources > Microsoft Admin Portals, Grant > Block access. Ne, jotka aktivoivat roolinsa Privileged Identity Managementissa, tarvitsevat " +
			"ilmoitetun ryhmän, joka on suljettu pois; muuten he eivät pääse sivulle, jolla rooli aktivoidaan.",
		SV: newPolicy + "alla användare, Exclude > Directory roles, de administratörsroller som används samt nödkontona, Target resources > Select resources > " +
			"Microsoft Admin Portals, Grant > Block access. De som aktiverar sin roll i Privileged Identity Management behöver en angiven grupp som är " +
			"undantagen, annars når de inte sidan där rollen aktiveras.",
	},
	"closes the admin portals to everyone but administrators": {
		FI: "sulkee hallintaportaalit muilta kuin järjestelmänvalvojilta", SV: "stänger administrationsportalerna för alla utom administratörer",
	},
})
