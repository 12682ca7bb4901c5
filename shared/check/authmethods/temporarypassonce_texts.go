package authmethods

import "vahti.ai/vahti/shared/check/text"

var temporaryPassOnceTexts = text.New(text.Texts{
	"A Temporary Access Pass works only once": {
		FI: "Temporary Access Pass -koodi toimii vain kerran",
		SV: "Ett Temporary Access Pass fungerar bara en gång",
	},
	"A pass is a password with multifactor strength; used once, it is worthless to whoever finds it afterwards.": {
		FI: "Koodi on salasana, joka vastaa monimenetelmäistä todentamista; kerran käytettynä se on löytäjälleen arvoton.",
		SV: "Ett pass är ett lösenord med samma styrka som multifaktorautentisering; när det har använts en gång är det värdelöst för den som hittar det.",
	},
	"Someone who sees the pass over a shoulder or in a message signs in with it while it still lives and registers a method of their own.": {
		FI: "Koodin olan yli tai viestistä nähnyt kirjautuu sillä sen voimassaoloaikana ja rekisteröi oman menetelmänsä.",
		SV: "Någon som ser passet över en axel eller i ett meddelande loggar in med det medan det gäller och registrerar en egen metod.",
	},
	methodSettings + " > Temporary Access Pass > Configure > Require one-time use: Yes": {
		FI: methodSettings + " > Temporary Access Pass > Configure > Require one-time use: Kyllä",
		SV: methodSettings + " > Temporary Access Pass > Configure > Require one-time use: Ja",
	},
	"A Temporary Access Pass works only once.": {
		FI: "Temporary Access Pass -koodi toimii vain kerran.",
		SV: "Ett Temporary Access Pass fungerar bara en gång.",
	},
	"A Temporary Access Pass can be used several times.": {
		FI: "Temporary Access Pass -koodia voi käyttää useita kertoja.",
		SV: "Ett Temporary Access Pass kan användas flera gånger.",
	},
})
