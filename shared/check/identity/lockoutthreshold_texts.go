package identity

import "vahti.ai/vahti/shared/check/text"

var lockoutThresholdTexts = text.New(text.Texts{
	"Smart lockout starts after at most ten wrong passwords": {
		FI: "Älykäs lukitus alkaa enintään kymmenen väärän salasanan jälkeen",
		SV: "Smart utelåsning börjar efter högst tio felaktiga lösenord",
	},
	"The default of ten already stops guessing; a higher number only helps whoever guesses.": {
		FI: "Oletus, kymmenen, pysäyttää arvaamisen jo sellaisenaan; suurempi luku auttaa vain arvaajaa.",
		SV: "Standardvärdet tio stoppar redan gissningar; ett högre tal hjälper bara den som gissar.",
	},
	"An attacker gets more guesses at each account before the lockout slows the attack down.": {
		FI: "Hyökkääjä ehtii arvata kunkin tilin salasanaa useammin, ennen kuin lukitus hidastaa hyökkäystä.",
		SV: "En angripare får fler gissningar på varje konto innan utelåsningen bromsar attacken.",
	},
	passwordProtection + " > Lockout threshold: 10 or lower": {
		FI: passwordProtection + " > Lockout threshold: enintään 10",
		SV: passwordProtection + " > Lockout threshold: 10 eller lägre",
	},
	"An account is locked after ten wrong passwords or fewer.": {
		FI: "Tili lukittuu viimeistään kymmenen väärän salasanan jälkeen.",
		SV: "Ett konto låses senast efter tio felaktiga lösenord.",
	},
	"An account is locked only after more than ten wrong passwords.": {
		FI: "Tili lukittuu vasta yli kymmenen väärän salasanan jälkeen.",
		SV: "Ett konto låses först efter fler än tio felaktiga lösenord.",
	},
	"The tenant keeps Microsoft's default of ten wrong passwords.": {
		FI: "Vuokraajalla on Microsoftin oletus, kymmenen väärää salasanaa.",
		SV: "Klientorganisationen har kvar Microsofts standardvärde, tio felaktiga lösenord.",
	},
})
