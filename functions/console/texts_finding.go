package console

import "vahti.ai/vahti/shared/check/text"

// findingTexts are what the page of a finding says.
var findingTexts = text.New(text.Texts{
	"What should hold": {
		FI: "Miten asian pitäisi olla",
		SV: "Så borde det vara",
	},
	"What was found:": {
		FI: "Mitä löytyi:",
		SV: "Detta hittades:",
	},
	"What was found last:": {
		FI: "Mitä viimeksi löytyi:",
		SV: "Detta hittades senast:",
	},
	"Open since {}.": {
		FI: "Avoinna {} alkaen.",
		SV: "Öppet sedan {}.",
	},
	"Open since {}; first opened {}.": {
		FI: "Avoinna {} alkaen; avattu ensimmäisen kerran {}.",
		SV: "Öppet sedan {}; öppnades första gången {}.",
	},
	"Resolved {}.": {
		FI: "Korjattu {}.",
		SV: "Åtgärdat {}.",
	},
	"Resolved {}; first opened {}.": {
		FI: "Korjattu {}; avattu ensimmäisen kerran {}.",
		SV: "Åtgärdat {}; öppnades första gången {}.",
	},
	"Vahti no longer makes this check. What it saw is kept.": {
		FI: "Vahti ei enää tee tätä tarkistusta. Se, mitä tarkistus näki, säilytetään.",
		SV: "Vahti gör inte längre den här kontrollen. Det som kontrollen såg sparas.",
	},
	"Why it matters": {
		FI: "Miksi tällä on merkitystä",
		SV: "Varför det är viktigt",
	},
	"Why it is rated {}:": {
		FI: "Miksi vakavuus on ”{}”:",
		SV: "Därför är allvarlighetsgraden ”{}”:",
	},
	"Explanation by AI": {
		FI: "Tekoälyn selitys",
		SV: "Förklaring av AI",
	},
	"Explained by AI (advice only; it does not change the verdict)": {
		FI: "Tekoälyn selittämä (vain neuvo; ei muuta tulosta)",
		SV: "Förklarat av AI (endast ett råd; det ändrar inte utfallet)",
	},
	"Evidence": {
		FI: "Näyttö",
		SV: "Underlag",
	},
	"There is nothing to show beyond the reason above.": {
		FI: "Yllä olevan syyn lisäksi ei ole muuta näytettävää.",
		SV: "Det finns inget att visa utöver orsaken ovan.",
	},
	"{} of {} read so far.": {
		FI: "Tähän mennessä luettu {}, kaikkiaan {}.",
		SV: "{} av {} lästa hittills.",
	},
	"All {} were read.": {
		FI: "Kaikki {} luettiin.",
		SV: "Alla {} lästes.",
	},
	"What was read": {
		FI: "Mitä luettiin",
		SV: "Vad som lästes",
	},
	"Property": {
		FI: "Ominaisuus",
		SV: "Egenskap",
	},
	"Value": {
		FI: "Arvo",
		SV: "Värde",
	},
	"{} of {} shown": {
		FI: "Näkyvissä {}, yhteensä {}",
		SV: "{} av {} visas",
	},
	"How to fix it": {
		FI: "Näin asian voi korjata",
		SV: "Så åtgärdas det",
	},
	"This finding is resolved; nothing needs to be done. This is how it would be fixed should it come back.": {
		FI: "Löydös on korjattu, eikä mitään tarvitse tehdä. Näin sen voi korjata, jos se palaa.",
		SV: "Fyndet är åtgärdat och inget behöver göras. Så här skulle det åtgärdas om det kom tillbaka.",
	},
	"In the admin centre": {
		FI: "Hallintakeskuksessa",
		SV: "I administrationscentret",
	},
	"With Microsoft Graph": {
		FI: "Microsoft Graphin kautta",
		SV: "Via Microsoft Graph",
	},
	"With PowerShell": {
		FI: "PowerShellillä",
		SV: "Via PowerShell",
	},
	"In DNS": {
		FI: "Nimipalvelussa (DNS)",
		SV: "I DNS",
	},
	"For whoever automates it. Vahti itself never changes anything.": {
		FI: "Automatisointia varten. Vahti itse ei koskaan muuta mitään.",
		SV: "För den som automatiserar. Vahti självt ändrar aldrig något.",
	},
	"Steps suggested by AI": {
		FI: "Tekoälyn ehdottamat vaiheet",
		SV: "Steg som AI föreslår",
	},
	"Steps suggested by AI (advice only; check them before acting)": {
		FI: "Tekoälyn ehdottamat vaiheet (vain neuvo; tarkista ennen kuin toimit)",
		SV: "Steg som AI föreslår (endast ett råd; kontrollera dem innan du agerar)",
	},
	"History": {
		FI: "Historia",
		SV: "Historik",
	},
	"Nothing is recorded yet.": {
		FI: "Mitään ei ole vielä kirjattu.",
		SV: "Inget är registrerat än.",
	},
	"The settings stayed the same; what they concern changed.": {
		FI: "Asetukset pysyivät samoina; se, mitä ne koskevat, muuttui.",
		SV: "Inställningarna är desamma; det de gäller har ändrats.",
	},
	"Before": {
		FI: "Ennen",
		SV: "Före",
	},
	"After": {
		FI: "Jälkeen",
		SV: "Efter",
	},
	"What this is based on": {
		FI: "Mihin tämä perustuu",
		SV: "Vad detta bygger på",
	},
	"ISO/IEC 27001:2022, Annex A (supports)": {
		FI: "ISO/IEC 27001:2022, liite A (tukee)",
		SV: "ISO/IEC 27001:2022, bilaga A (stödjer)",
	},
	"NIS2 Directive, Article (supports)": {
		FI: "NIS2-direktiivi, artikla (tukee)",
		SV: "NIS2-direktivet, artikel (stödjer)",
	},
	"“Supports” means that the result is evidence for the requirement; it does not show alone that the requirement is met.": {
		FI: "”Tukee” tarkoittaa, että tulos on näyttöä vaatimuksen täyttymisestä; se ei yksin osoita, että vaatimus täyttyy.",
		SV: "”Stödjer” betyder att utfallet är underlag för kravet; det visar inte ensamt att kravet är uppfyllt.",
	},
	"Published controls": {
		FI: "Julkaistut vaatimukset",
		SV: "Publicerade krav",
	},
	"This check answers none of the published controls.": {
		FI: "Tämä tarkistus ei vastaa yhteenkään julkaistuun vaatimukseen.",
		SV: "Den här kontrollen motsvarar inget publicerat krav.",
	},
	"Source": {
		FI: "Lähde",
		SV: "Källa",
	},
	"Vahti’s check": {
		FI: "Vahdin tarkistus",
		SV: "Vahtis kontroll",
	},
	"Custom check": {
		FI: "Mukautettu tarkistus",
		SV: "Anpassad kontroll",
	},
})
