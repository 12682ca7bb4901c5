package applications

import "vahti.ai/vahti/shared/check/text"

// adminSettingsTexts translate the checks of settings in the Microsoft 365 admin centre.
var adminSettingsTexts = text.New(text.Texts{
	"People cannot install add-ins or start trials by themselves": {
		FI: "Käyttäjät eivät voi itse asentaa apuohjelmia eivätkä aloittaa kokeilujaksoja",
		SV: "Användare kan inte själva installera tillägg eller starta utvärderingar",
	},
	"Add-ins and trials reach only what the person who takes them can reach, but nobody looked at them first.": {
		FI: "Apuohjelmat ja kokeilujaksot pääsevät vain siihen, mihin niiden ottaja pääsee, mutta kukaan ei ole ensin tarkistanut niitä.",
		SV: "Tillägg och utvärderingar når bara det som personen själv når, men ingen har granskat dem först.",
	},
	"An add-in with a harmless name reads each document or message it is opened with and sends it to its maker.": {
		FI: "Viattoman niminen apuohjelma lukee jokaisen asiakirjan tai viestin, jonka yhteydessä se avataan, ja lähettää sen tekijälleen.",
		SV: "Ett tillägg med ett harmlöst namn läser varje dokument eller meddelande som det öppnas med och skickar det till den som har gjort det.",
	},
	"Microsoft 365 admin center > Settings > Org settings > Services > User owned apps and services > clear Let users access the Office Store and Let users start trials on behalf of your organization": {
		FI: "Microsoft 365 admin center > Settings > Org settings > Services > User owned apps and services > poista valinnat Let users access the Office Store ja Let users start trials on behalf of your organization",
		SV: "Microsoft 365 admin center > Settings > Org settings > Services > User owned apps and services > avmarkera Let users access the Office Store och Let users start trials on behalf of your organization",
	},
	"People can install add-ins from the store or start trials by themselves.": {
		FI: "Käyttäjät voivat itse asentaa apuohjelmia kaupasta tai aloittaa kokeilujaksoja.",
		SV: "Användare kan själva installera tillägg från butiken eller starta utvärderingar.",
	},
	"Graph did not return whether people may use the store and start trials.": {
		FI: "Graph ei kertonut, saavatko käyttäjät käyttää kauppaa ja aloittaa kokeilujaksoja.",
		SV: "Graph uppgav inte om användare får använda butiken och starta utvärderingar.",
	},
	"People can neither install add-ins from the store nor start trials by themselves.": {
		FI: "Käyttäjät eivät voi itse asentaa apuohjelmia kaupasta eivätkä aloittaa kokeilujaksoja.",
		SV: "Användare kan varken installera tillägg från butiken eller starta utvärderingar själva.",
	},

	"Microsoft Forms looks for phishing in the company's own forms": {
		FI: "Microsoft Forms etsii tietojenkalastelua yrityksen omista lomakkeista",
		SV: "Microsoft Forms letar efter nätfiske i företagets egna formulär",
	},
	"A form under a Microsoft address is trusted by people and by mail filters, and anyone who got into one account can make one.": {
		FI: "Microsoftin osoitteessa olevaan lomakkeeseen luottavat sekä ihmiset että sähköpostisuodattimet, ja jokainen yhdelle tilille päässyt voi tehdä sellaisen.",
		SV: "Ett formulär under en Microsoft-adress inger förtroende hos både människor och e-postfilter, och den som har tagit sig in på ett konto kan skapa ett.",
	},
	"An intruder collects passwords and card numbers from colleagues and customers with a form in the company's name.": {
		FI: "Tunkeutuja kerää salasanoja ja korttinumeroita työtovereilta ja asiakkailta yrityksen nimissä olevalla lomakkeella.",
		SV: "En inkräktare samlar in lösenord och kortnummer från kollegor och kunder med ett formulär i företagets namn.",
	},
	"Microsoft 365 admin center > Settings > Org settings > Services > Microsoft Forms > tick Add internal phishing protection": {
		FI: "Microsoft 365 admin center > Settings > Org settings > Services > Microsoft Forms > valitse Add internal phishing protection",
		SV: "Microsoft 365 admin center > Settings > Org settings > Services > Microsoft Forms > markera Add internal phishing protection",
	},
	"Graph did not return whether Microsoft Forms looks for phishing.": {
		FI: "Graph ei kertonut, etsiikö Microsoft Forms tietojenkalastelua.",
		SV: "Graph uppgav inte om Microsoft Forms letar efter nätfiske.",
	},
	"Microsoft Forms looks for phishing in the company's own forms.": {
		FI: "Microsoft Forms etsii tietojenkalastelua yrityksen omista lomakkeista.",
		SV: "Microsoft Forms letar efter nätfiske i företagets egna formulär.",
	},
	"Microsoft Forms does not look for phishing in the company's own forms.": {
		FI: "Microsoft Forms ei etsi tietojenkalastelua yrityksen omista lomakkeista.",
		SV: "Microsoft Forms letar inte efter nätfiske i företagets egna formulär.",
	},
})
