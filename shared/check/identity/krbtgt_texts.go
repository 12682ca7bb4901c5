package identity

import "vahti.ai/vahti/shared/check/text"

var krbtgtTexts = text.New(text.Texts{
	"The Kerberos ticket account is not synchronised to the cloud": {
		FI: "Kerberos-lippujen tiliä ei synkronoida pilveen",
		SV: "Kontot för Kerberos-biljetter synkroniseras inte till molnet",
	},
	"The account's key vouches for everyone in the on-premises domain, and what is in the cloud directory can be changed from there.": {
		FI: "Tilin avain takaa jokaisen paikallisen toimialueen käyttäjän, ja sitä, mikä on pilven hakemistossa, voidaan muuttaa sieltä käsin.",
		SV: "Kontots nyckel går i god för alla i den lokala domänen, och det som finns i molnkatalogen kan ändras därifrån.",
	},
	"An attacker who became administrator in the cloud reaches for the account and makes tickets with which to be anyone on premises, so that one side's fall brings down the other.": {
		FI: "Pilven järjestelmänvalvojaksi päässyt hyökkääjä tavoittelee tiliä ja tekee lippuja, joilla voi esiintyä kenenä tahansa paikallisverkossa, jolloin toisen puolen kaatuminen vie mukanaan toisenkin.",
		SV: "En angripare som blivit administratör i molnet ger sig på kontot och skapar biljetter för att uppträda som vem som helst lokalt, så att den ena sidans fall drar med sig den andra.",
	},
	"On the server of Microsoft Entra Connect leave the account out of synchronisation with a filter and start a synchronisation; it then disappears from Microsoft Entra admin center > Entra ID > Users": {
		FI: "Jätä tili Microsoft Entra Connect -palvelimella suodattimella synkronoinnin ulkopuolelle ja käynnistä synkronointi; silloin tili katoaa kohdasta Microsoft Entra admin center > Entra ID > Users",
		SV: "Undanta kontot från synkroniseringen med ett filter på servern för Microsoft Entra Connect och starta en synkronisering; då försvinner det från Microsoft Entra admin center > Entra ID > Users",
	},
	"An account that signs Kerberos tickets is synchronised to the cloud.": {
		FI: "Kerberos-lippuja allekirjoittava tili synkronoidaan pilveen.",
		SV: "Ett konto som signerar Kerberos-biljetter synkroniseras till molnet.",
	},
	"Graph did not say whether an account with the name of one that signs Kerberos tickets is synchronised.": {
		FI: "Graph ei kertonut, synkronoidaanko tili, jonka nimi on Kerberos-lippuja allekirjoittavan tilin nimi.",
		SV: "Graph uppgav inte om ett konto med samma namn som ett som signerar Kerberos-biljetter synkroniseras.",
	},
	"No account that signs Kerberos tickets is synchronised to the cloud.": {
		FI: "Mitään Kerberos-lippuja allekirjoittavaa tiliä ei synkronoida pilveen.",
		SV: "Inget konto som signerar Kerberos-biljetter synkroniseras till molnet.",
	},
})
