package applications

import "vahti.ai/vahti/shared/check/text"

var microsoftCredentialsTexts = text.New(text.Texts{
	"Microsoft's own service principals carry no credentials": {
		FI: "Microsoftin omilla palvelun päänimillä ei ole tunnistetietoja",
		SV: "Microsofts egna huvudnamn för tjänster har inga autentiseringsuppgifter",
	},
	"Microsoft never puts credentials there, many of its services may read all mail or the whole directory, and no conditional access policy is asked.": {
		FI: "Microsoft ei koskaan lisää niihin tunnistetietoja, monet sen palveluista voivat lukea kaiken sähköpostin tai koko hakemiston, eikä mikään ehdollisen käyttöoikeuden käytäntö koske niitä.",
		SV: "Microsoft lägger aldrig in uppgifter där, många av tjänsterna får läsa all e-post eller hela katalogen, och ingen princip för villkorsstyrd åtkomst gäller för dem.",
	},
	"An intruder who added a secret to a Microsoft service signs in as that service from anywhere and reads mail or grants themselves roles in its name.": {
		FI: "Tunkeutuja, joka on lisännyt salaisuuden Microsoftin palveluun, kirjautuu sinä palveluna mistä tahansa ja lukee sähköposteja tai antaa itselleen rooleja sen nimissä.",
		SV: "En inkräktare som har lagt en hemlighet på en Microsoft-tjänst loggar in som tjänsten var som helst ifrån och läser e-post eller ger sig själv roller i dess namn.",
	},
	"Find in Microsoft Entra admin center > Entra ID > Monitoring & health > Audit logs who added the credential; treat it as an intrusion unless it is known, such as that of an old hybrid Exchange, and remove it with the request below": {
		FI: "Selvitä kohdassa Microsoft Entra admin center > Entra ID > Monitoring & health > Audit logs, kuka lisäsi tunnistetiedon; pidä sitä tietomurtona, ellei se ole tuttu, kuten vanhan Exchange-hybridin varmenne, ja poista se alla olevalla pyynnöllä",
		SV: "Ta reda på i Microsoft Entra admin center > Entra ID > Monitoring & health > Audit logs vem som lade till uppgiften; behandla det som ett intrång om den inte är känd, som från en gammal Exchange-hybrid, och ta bort den med begäran nedan",
	},
	"One of Microsoft's own service principals carries a credential.": {
		FI: "Yhdellä Microsoftin omista palvelun päänimistä on tunnistetieto.",
		SV: "Ett av Microsofts egna huvudnamn för tjänster har en autentiseringsuppgift.",
	},
	"One of Microsoft's own service principals still carries a credential that has expired.": {
		FI: "Yhdellä Microsoftin omista palvelun päänimistä on yhä vanhentunut tunnistetieto.",
		SV: "Ett av Microsofts egna huvudnamn för tjänster har kvar en autentiseringsuppgift som gått ut.",
	},
	"Graph returned none of Microsoft's own service principals, which every tenant has.": {
		FI: "Graph ei palauttanut yhtään Microsoftin omaa palvelun päänimeä, vaikka jokaisella vuokraajalla on niitä.",
		SV: "Graph returnerade inget av Microsofts egna huvudnamn för tjänster, som varje klientorganisation har.",
	},
	"None of Microsoft's own service principals carries a credential.": {
		FI: "Millään Microsoftin omalla palvelun päänimellä ei ole tunnistetietoja.",
		SV: "Inget av Microsofts egna huvudnamn för tjänster har någon autentiseringsuppgift.",
	},
})
