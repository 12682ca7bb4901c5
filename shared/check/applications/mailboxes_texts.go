package applications

import "vahti.ai/vahti/shared/check/text"

var mailboxesTexts = text.New(text.Texts{
	"Applications reach only the mailboxes they are meant for": {
		FI: "Sovellukset pääsevät vain niille tarkoitettuihin postilaatikoihin",
		SV: "Program når bara de postlådor som de är avsedda för",
	},
	"Hardly any application needs every mailbox, but that is what a permission for mail gives unless Exchange limits it.": {
		FI: "Juuri mikään sovellus ei tarvitse kaikkia postilaatikoita, mutta sähköpostin käyttöoikeus antaa ne kaikki, ellei Exchange rajaa sitä.",
		SV: "Knappt något program behöver alla postlådor, men det är vad en e-postbehörighet ger om Exchange inte begränsar den.",
	},
	"Whoever gets the application's secret reads the management's mail or sends invoices in anyone's name.": {
		FI: "Sovelluksen salaisuuden haltuunsa saanut lukee johdon sähköposteja tai lähettää laskuja kenen tahansa nimissä.",
		SV: "Den som får tag på programmets hemlighet läser ledningens e-post eller skickar fakturor i vems namn som helst.",
	},
	"Exchange Online PowerShell > give the application a role such as Application Mail.Read with a management scope, then revoke the permission in Microsoft Entra ID; declare the application if an application access policy limits it, which Graph does not show": {
		FI: "Exchange Online PowerShell > anna sovellukselle hallinta-alueella rajattu rooli, esimerkiksi Application Mail.Read, ja peru sitten käyttöoikeus Microsoft Entra ID:ssä; ilmoita sovellus hyväksytyksi, jos sitä rajaa sovelluksen käyttökäytäntö, jota Graph ei näytä",
		SV: "Exchange Online PowerShell > ge programmet en roll som Application Mail.Read med ett hanteringsomfång och återkalla sedan behörigheten i Microsoft Entra ID; ange programmet som godkänt om en programåtkomstprincip begränsar det, vilket Graph inte visar",
	},
	"It could not be read which applications Exchange itself lets into mailboxes.": {
		FI: "Ei voitu lukea, mitkä sovellukset Exchange itse päästää postilaatikoihin.",
		SV: "Det gick inte att läsa vilka program som Exchange självt släpper in i postlådor.",
	},
	"An application reaches every mailbox.": {
		FI: "Sovellus pääsee kaikkiin postilaatikoihin.",
		SV: "Ett program når alla postlådor.",
	},
	"The application may reach every mailbox, or something limits it that Graph does not show: it was declared as accepted.": {
		FI: "Sovellus saa päästä kaikkiin postilaatikoihin, tai sitä rajaa jokin, mitä Graph ei näytä: se on ilmoitettu hyväksytyksi.",
		SV: "Programmet får nå alla postlådor, eller så begränsas det av något som Graph inte visar: det har angetts som godkänt.",
	},
	"No enabled application reaches every mailbox.": {
		FI: "Mikään käytössä oleva sovellus ei pääse kaikkiin postilaatikoihin.",
		SV: "Inget aktiverat program når alla postlådor.",
	},
})
