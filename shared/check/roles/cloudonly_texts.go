package roles

import "vahti.ai/vahti/shared/check/text"

var cloudOnlyTexts = text.New(text.Texts{
	"Privileged users have cloud-only accounts": {
		FI: "Etuoikeutettujen käyttäjien tilit ovat vain pilvessä",
		SV: "Privilegierade användare har konton enbart i molnet",
	},
	"Whoever rules the on-premises directory rules the accounts synchronised from it, so an intrusion in the server room would reach the cloud.": {
		FI: "Joka hallitsee paikallista hakemistoa, hallitsee myös siitä synkronoituja tilejä, joten murto palvelinhuoneeseen ulottuisi pilveen.",
		SV: "Den som styr den lokala katalogen styr också kontona som synkroniseras från den, så ett intrång i serverrummet skulle nå molnet.",
	},
	"Ransomware operators who took over the domain controllers set an administrator's password there and continue in the cloud.": {
		FI: "Kiristyshaittaohjelman levittäjät, jotka ovat vallanneet toimialueen ohjauskoneet, vaihtavat siellä järjestelmänvalvojan salasanan ja jatkavat pilveen.",
		SV: "Utpressare som tagit över domänkontrollanterna byter en administratörs lösenord där och fortsätter in i molnet.",
	},
	"Microsoft Entra admin center > Entra ID > Users > New user: create a cloud account for administration, give it the role, and remove the role from the synchronised account": {
		FI: "Microsoft Entra admin center > Entra ID > Users > New user: luo ylläpitoa varten pilvitili, anna sille rooli ja poista rooli synkronoidulta tililtä",
		SV: "Microsoft Entra admin center > Entra ID > Users > New user: skapa ett molnkonto för administration, ge det rollen och ta bort rollen från det synkroniserade kontot",
	},
	"No user holds a privileged role.": {
		FI: "Kenelläkään käyttäjällä ei ole etuoikeutettua roolia.",
		SV: "Ingen användare har en privilegierad roll.",
	},
	"A privileged user's account is synchronised from an on-premises directory.": {
		FI: "Etuoikeutetun käyttäjän tili synkronoidaan paikallisesta hakemistosta.",
		SV: "En privilegierad användares konto synkroniseras från en lokal katalog.",
	},
	"A privileged user's account is tied to an on-premises directory or another identity provider.": {
		FI: "Etuoikeutetun käyttäjän tili on sidottu paikalliseen hakemistoon tai toiseen tunnistuspalveluun.",
		SV: "En privilegierad användares konto är knutet till en lokal katalog eller en annan identitetsprovider.",
	},
	"Graph did not return where a privileged user's account comes from.": {
		FI: "Graph ei kertonut, mistä etuoikeutetun käyttäjän tili on peräisin.",
		SV: "Graph uppgav inte var en privilegierad användares konto kommer från.",
	},
	"The account exists only in the cloud.": {
		FI: "Tili on olemassa vain pilvessä.",
		SV: "Kontot finns bara i molnet.",
	},
})
