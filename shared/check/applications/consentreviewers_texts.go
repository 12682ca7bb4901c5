package applications

import "vahti.ai/vahti/shared/check/text"

var consentReviewersTexts = text.New(text.Texts{
	"Consent requests have reviewers who are told about them": {
		FI: "Suostumuspyynnöillä on käsittelijät, joille niistä ilmoitetaan",
		SV: "Begäranden om medgivande har granskare som får veta om dem",
	},
	"A workflow without reviewers, or whose reviewers are not told, answers nobody and is soon gone around.": {
		FI: "Jos pyynnöillä ei ole käsittelijöitä tai heille ei ilmoiteta, kukaan ei saa vastausta ja menettely kierretään pian.",
		SV: "Ett arbetsflöde utan granskare, eller vars granskare inget får veta, ger ingen svar och kringgås snart.",
	},
	"Requests lie unread until someone opens consent for everyone to get work done, which is what a malicious application waits for.": {
		FI: "Pyynnöt jäävät lukematta, kunnes joku avaa suostumuksen kaikille saadakseen työt tehtyä, ja juuri sitä haitallinen sovellus odottaa.",
		SV: "Begäranden ligger olästa tills någon öppnar medgivande för alla för att få arbetet gjort, och just det väntar ett skadligt program på.",
	},
	consentSettings + " > Admin consent settings > Who can review admin consent requests, and Selected users will receive email notifications for requests: Yes": {
		FI: consentSettings + " > Admin consent settings > Who can review admin consent requests, sekä Selected users will receive email notifications for requests: Kyllä",
		SV: consentSettings + " > Admin consent settings > Who can review admin consent requests, samt Selected users will receive email notifications for requests: Ja",
	},
	"Nobody reviews consent requests.": {
		FI: "Kukaan ei käsittele suostumuspyyntöjä.",
		SV: "Ingen granskar begäranden om medgivande.",
	},
	"Graph did not return whether reviewers are told about requests.": {
		FI: "Graph ei kertonut, ilmoitetaanko pyynnöistä käsittelijöille.",
		SV: "Graph uppgav inte om granskarna får veta om begäranden.",
	},
	"Reviewers are not told about consent requests.": {
		FI: "Käsittelijöille ei ilmoiteta suostumuspyynnöistä.",
		SV: "Granskarna får inte veta om begäranden om medgivande.",
	},
	"Consent requests have reviewers who are told about them.": {
		FI: "Suostumuspyynnöillä on käsittelijät, joille niistä ilmoitetaan.",
		SV: "Begäranden om medgivande har granskare som får veta om dem.",
	},
	"Graph did not return who reviews consent requests.": {
		FI: "Graph ei palauttanut tietoa siitä, kuka käsittelee suostumuspyynnöt.",
		SV: "Graph returnerade inte vem som granskar begäranden om medgivande.",
	},
})
