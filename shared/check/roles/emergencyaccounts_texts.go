package roles

import "vahti.ai/vahti/shared/check/text"

var emergencyAccountsTexts = text.New(text.Texts{
	"Two break-glass accounts are ready and guarded": {
		FI: "Kaksi hätäkäyttötiliä on valmiina ja suojattu",
		SV: "Två nödkonton är redo och skyddade",
	},
	"When a policy, a provider or a lost telephone locks every administrator out, only such accounts get the company back in, and they are as powerful for a thief.": {
		FI: "Kun käytäntö, palveluntarjoaja tai kadonnut puhelin lukitsee kaikki järjestelmänvalvojat ulos, vain nämä tilit päästävät yrityksen takaisin sisään, ja varkaan käsissä niillä on sama valta.",
		SV: "När en princip, en leverantör eller en borttappad telefon låser ut alla administratörer är det bara sådana konton som släpper in företaget igen, och i en tjuvs händer är de lika mäktiga.",
	},
	"A mistake in one policy locks the company out of its own tenant for days, or somebody finds a break-glass account whose only guard is a text message.": {
		FI: "Virhe yhdessä käytännössä lukitsee yrityksen päiviksi ulos omasta vuokraajastaan, tai joku löytää hätäkäyttötilin, jota suojaa vain tekstiviesti.",
		SV: "Ett misstag i en princip låser ut företaget ur sin egen klientorganisation i flera dagar, eller så hittar någon ett nödkonto som bara skyddas av ett sms.",
	},
	"Microsoft Entra admin center > Entra ID > Users > New user: two cloud accounts, permanent Global Administrators, each with its own security keys and no other method; exclude both from every conditional access policy and declare them in Vahti": {
		FI: "Microsoft Entra admin center > Entra ID > Users > New user: kaksi pilvitiliä, pysyviä yleisiä järjestelmänvalvojia, kummallakin omat suojausavaimet eikä muita tapoja; sulje molemmat pois jokaisesta ehdollisen käyttöoikeuden käytännöstä ja ilmoita ne Vahtiin",
		SV: "Microsoft Entra admin center > Entra ID > Users > New user: två molnkonton, permanenta globala administratörer, vart och ett med egna säkerhetsnycklar och ingen annan metod; undanta båda från alla principer för villkorsstyrd åtkomst och ange dem i Vahti",
	},
	"A break-glass account falls short of what it is for.": {
		FI: "Hätäkäyttötili ei täytä tarkoitustaan.",
		SV: "Ett nödkonto uppfyller inte sitt syfte.",
	},
	"There are fewer than two break-glass accounts that can be used.": {
		FI: "Käyttökelpoisia hätäkäyttötilejä on alle kaksi.",
		SV: "Det finns färre än två nödkonton som kan användas.",
	},
	"Graph did not return all about the break-glass accounts.": {
		FI: "Graph ei palauttanut kaikkia tietoja hätäkäyttötileistä.",
		SV: "Graph returnerade inte allt om nödkontona.",
	},
	"Two break-glass accounts or more are ready and guarded.": {
		FI: "Ainakin kaksi hätäkäyttötiliä on valmiina ja suojattu.",
		SV: "Minst två nödkonton är redo och skyddade.",
	},
	"No break-glass account is declared, although there are accounts that could serve as one.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu, vaikka sellaisiksi kelpaavia tilejä on.",
		SV: "Inget nödkonto har angetts, trots att det finns konton som skulle kunna vara nödkonton.",
	},
	"No break-glass account is declared, and not every Global Administrator could be told.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu, eikä kaikkia yleisiä järjestelmänvalvojia saatu selville.",
		SV: "Inget nödkonto har angetts, och det gick inte att ta reda på vilka alla globala administratörer är.",
	},
	"No break-glass account is declared, and no two accounts could serve as one.": {
		FI: "Hätäkäyttötilejä ei ole ilmoitettu, eikä sellaisiksi kelpaavia tilejä ole kahta.",
		SV: "Inget nödkonto har angetts, och det finns inte två konton som skulle kunna vara nödkonton.",
	},
	"the account does not exist": {FI: "tiliä ei ole olemassa", SV: "kontot finns inte"},
	"the account is disabled":    {FI: "tili on poistettu käytöstä", SV: "kontot är inaktiverat"},
	"the account comes from another directory": {
		FI: "tili on peräisin toisesta hakemistosta", SV: "kontot kommer från en annan katalog",
	},
	"it is not an active Global Administrator": {
		FI: "tilillä ei ole voimassa olevaa yleisen järjestelmänvalvojan roolia", SV: "kontot är inte aktiv global administratör",
	},
	"it is Global Administrator only for a time": {
		FI: "tili on yleinen järjestelmänvalvoja vain määräajan", SV: "kontot är global administratör bara en begränsad tid",
	},
	"an enabled conditional access policy applies to it": {
		FI: "tiliä koskee käytössä oleva ehdollisen käyttöoikeuden käytäntö", SV: "en aktiverad princip för villkorsstyrd åtkomst gäller kontot",
	},
	"it has a sign-in method that can be phished": {
		FI: "tilillä on tietojenkalastelulle altis kirjautumistapa", SV: "kontot har en inloggningsmetod som går att nätfiska",
	},
	"it has no phishing-resistant sign-in method": {
		FI: "tilillä ei ole tietojenkalastelun kestävää kirjautumistapaa", SV: "kontot har ingen nätfiskeresistent inloggningsmetod",
	},
	"Graph did not return all about it": {FI: "Graph ei palauttanut siitä kaikkia tietoja", SV: "Graph returnerade inte allt om det"},
})
