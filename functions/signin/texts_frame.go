package signin

import "vahti.ai/vahti/shared/check/text"

// tables translate what the pages say.
var tables = []*text.Table{frameTexts, signInTexts, accountTexts, factorTexts, invitationTexts, onboardingTexts, consentTexts, reasonTexts, errorTexts}

// frameTexts are what stands around every page.
var frameTexts = text.New(text.Texts{
	"Skip to the content":             {FI: "Siirry sisältöön", SV: "Hoppa till innehållet"},
	"watches over your Microsoft 365": {FI: "valvoo Microsoft 365 -ympäristöäsi", SV: "vakar över er Microsoft 365-miljö"},
	"Language":                        {FI: "Kieli", SV: "Språk"},
	"Signed in as {}":                 {FI: "Kirjautuneena: {}", SV: "Inloggad som {}"},
	"Your account":                    {FI: "Tilisi", SV: "Ditt konto"},
	"Sign out":                        {FI: "Kirjaudu ulos", SV: "Logga ut"},
	"Vahti never asks for a password or a code by e-mail, telephone or chat.": {
		FI: "Vahti ei koskaan kysy salasanaa tai koodia sähköpostilla, puhelimessa tai pikaviestillä.",
		SV: "Vahti frågar aldrig efter ett lösenord eller en kod via e-post, telefon eller chatt.",
	},
	"Language of pages and letters": {FI: "Sivujen ja viestien kieli", SV: "Språk på sidor och i brev"},
	"Name":                          {FI: "Nimi", SV: "Namn"},
	"E-mail address":                {FI: "Sähköpostiosoite", SV: "E-postadress"},
	"Go on":                         {FI: "Jatka", SV: "Fortsätt"},
	"To the sign-in":                {FI: "Kirjautumiseen", SV: "Till inloggningen"},
	"password":                      {FI: "salasana", SV: "lösenord"},
	"authenticator app":             {FI: "todennussovellus", SV: "autentiseringsapp"},
	"recovery code":                 {FI: "palautuskoodi", SV: "återställningskod"},
	"passkey":                       {FI: "pääsyavain", SV: "lösennyckel"},
	"Microsoft account":             {FI: "Microsoft-tili", SV: "Microsoft-konto"},
	"invitation":                    {FI: "kutsu", SV: "inbjudan"},
})
