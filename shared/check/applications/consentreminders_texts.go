package applications

import "vahti.ai/vahti/shared/check/text"

var consentRemindersTexts = text.New(text.Texts{
	"Reviewers are reminded of consent requests before they expire": {
		FI: "Käsittelijöitä muistutetaan suostumuspyynnöistä ennen niiden vanhenemista",
		SV: "Granskarna påminns om begäranden om medgivande innan de går ut",
	},
	"A request that lapses unanswered is asked again, and after the second time people look for a way around the administrator.": {
		FI: "Vastaamatta vanhentunut pyyntö tehdään uudelleen, ja toisen kerran jälkeen ihmiset etsivät keinon kiertää järjestelmänvalvoja.",
		SV: "En begäran som går ut obesvarad görs om, och efter andra gången söker folk en väg runt administratören.",
	},
	"Requests die unseen until someone approves in haste or opens consent for everyone, which lets a malicious application through.": {
		FI: "Pyynnöt raukeavat huomaamatta, kunnes joku hyväksyy kiireessä tai avaa suostumuksen kaikille, ja silloin haitallinen sovellus pääsee läpi.",
		SV: "Begäranden förfaller osedda tills någon godkänner i hast eller öppnar medgivande för alla, och då slinker ett skadligt program igenom.",
	},
	consentSettings + " > Admin consent settings > Selected users will receive request expiration reminders: Yes": {
		FI: consentSettings + " > Admin consent settings > Selected users will receive request expiration reminders: Kyllä",
		SV: consentSettings + " > Admin consent settings > Selected users will receive request expiration reminders: Ja",
	},
	"Graph did not return whether reviewers are reminded of consent requests.": {
		FI: "Graph ei kertonut, muistutetaanko käsittelijöitä suostumuspyynnöistä.",
		SV: "Graph uppgav inte om granskarna påminns om begäranden om medgivande.",
	},
	"Reviewers are reminded of consent requests before they expire.": {
		FI: "Käsittelijöitä muistutetaan suostumuspyynnöistä ennen niiden vanhenemista.",
		SV: "Granskarna påminns om begäranden om medgivande innan de går ut.",
	},
	"Reviewers are not reminded of consent requests before they expire.": {
		FI: "Käsittelijöitä ei muistuteta suostumuspyynnöistä ennen niiden vanhenemista.",
		SV: "Granskarna påminns inte om begäranden om medgivande innan de går ut.",
	},
})
