package authmethods

import "vahti.ai/vahti/shared/check/text"

var certificatesTexts = text.New(text.Texts{
	"Certificates count as multifactor authentication only by rule, and revoked ones are refused": {
		FI: "Varmenne käy monimenetelmäisestä todentamisesta vain säännön perusteella, ja peruutetut varmenteet torjutaan",
		SV: "Certifikat räknas som multifaktorautentisering bara enligt regel, och återkallade avvisas",
	},
	"Without rules every certificate of every trusted authority gets past multifactor authentication, and without a list of revoked ones a lost card keeps working.": {
		FI: "Ilman sääntöjä jokaisen luotetun varmentajan jokainen varmenne läpäisee monimenetelmäisen todentamisen, ja ilman sulkulistaa kadonnut kortti toimii edelleen.",
		SV: "Utan regler tar sig varje certifikat från varje betrodd utfärdare förbi multifaktorautentiseringen, och utan spärrlista fortsätter ett borttappat kort att fungera.",
	},
	"An attacker with a certificate that was made for something else, or was revoked long ago, signs in and is taken for having given two factors.": {
		FI: "Hyökkääjä, jolla on johonkin muuhun tehty tai kauan sitten peruutettu varmenne, kirjautuu, ja hänen katsotaan tunnistautuneen kahdella tavalla.",
		SV: "En angripare med ett certifikat som gjordes för något annat, eller återkallades för länge sedan, loggar in och anses ha visat två faktorer.",
	},
	methodSettings + " > Certificate-based authentication > Configure > Require CRL validation: On; under Authentication binding add rules by issuer or policy OID, or set the protection level to Single-factor authentication": {
		FI: methodSettings + " > Certificate-based authentication > Configure > Require CRL validation: Päällä; lisää kohtaan Authentication binding säännöt myöntäjän tai policy OID -tunnisteen mukaan tai valitse suojaustasoksi Single-factor authentication",
		SV: methodSettings + " > Certificate-based authentication > Configure > Require CRL validation: På; lägg under Authentication binding till regler efter utfärdare eller policy-OID, eller sätt skyddsnivån till Single-factor authentication",
	},
	"Certificates are accepted without a list of revoked ones.": {
		FI: "Varmenteet hyväksytään ilman sulkulistaa.",
		SV: "Certifikat godtas utan spärrlista.",
	},
	"Every certificate of a trusted authority counts as multifactor authentication.": {
		FI: "Jokainen luotetun varmentajan varmenne käy monimenetelmäisestä todentamisesta.",
		SV: "Varje certifikat från en betrodd utfärdare räknas som multifaktorautentisering.",
	},
	"Graph did not return how certificates are judged, or in a way Vahti does not know.": {
		FI: "Graph ei kertonut, miten varmenteet arvioidaan, tai kertoi sen tavalla, jota Vahti ei tunne.",
		SV: "Graph uppgav inte hur certifikat bedöms, eller gjorde det på ett sätt som Vahti inte känner till.",
	},
	"Certificates count as multifactor authentication only by rule, and revoked ones are refused.": {
		FI: "Varmenne käy monimenetelmäisestä todentamisesta vain säännön perusteella, ja peruutetut varmenteet torjutaan.",
		SV: "Certifikat räknas som multifaktorautentisering bara enligt regel, och återkallade avvisas.",
	},
})
