package roles

import "vahti.ai/vahti/shared/check/text"

var workloadIdentitiesTexts = text.New(text.Texts{
	"Applications hold no privileged role unless declared": {
		FI: "Sovelluksilla ei ole etuoikeutettuja rooleja, ellei niitä ole ilmoitettu hyväksytyiksi",
		SV: "Program har ingen privilegierad roll om de inte har angetts som godkända",
	},
	"An application has no second factor and no working hours, and its role is active all the time.": {
		FI: "Sovelluksella ei ole toista tunnistautumistapaa eikä työaikoja, ja sen rooli on voimassa koko ajan.",
		SV: "Ett program har ingen andra faktor och ingen arbetstid, och dess roll är aktiv hela tiden.",
	},
	"Whoever gets at the application's secret, its code or the machine it runs on administers the tenant with its role.": {
		FI: "Joka pääsee käsiksi sovelluksen salaisuuteen, koodiin tai koneeseen, jolla se toimii, ylläpitää vuokraajaa sen roolilla.",
		SV: "Den som kommer åt programmets hemlighet, dess kod eller datorn det körs på administrerar klientorganisationen med dess roll.",
	},
	"Microsoft Entra admin center > Entra ID > Roles & admins > the role > Assignments > remove the application; give it the application permissions it needs, or declare it as accepted in Vahti": {
		FI: "Microsoft Entra admin center > Entra ID > Roles & admins > rooli > Assignments > poista sovellus; anna sille sen tarvitsemat sovellusoikeudet tai ilmoita se Vahdissa hyväksytyksi",
		SV: "Microsoft Entra admin center > Entra ID > Roles & admins > rollen > Assignments > ta bort programmet; ge det de programbehörigheter det behöver, eller ange det som godkänt i Vahti",
	},
	"An application holds a privileged role.": {
		FI: "Sovelluksella on etuoikeutettu rooli.",
		SV: "Ett program har en privilegierad roll.",
	},
	"The application holds a privileged role and was declared as accepted.": {
		FI: "Sovelluksella on etuoikeutettu rooli, ja se on ilmoitettu hyväksytyksi.",
		SV: "Programmet har en privilegierad roll och har angetts som godkänt.",
	},
	"No application holds a privileged role.": {
		FI: "Yhdelläkään sovelluksella ei ole etuoikeutettua roolia.",
		SV: "Inget program har en privilegierad roll.",
	},
})
