package exchange

import "vahti.ai/vahti/shared/check/text"

var hidingRulesTexts = text.New(text.Texts{
	"No inbox rule hides mail from its owner": {
		FI: "Mikään saapuneiden sääntö ei piilota sähköpostia omistajaltaan",
		SV: "Ingen inkorgsregel döljer e-post för ägaren",
	},
	"Who writes mail in another's name has to keep the answers from that person, and a rule on a few words does it.": {
		FI: "Toisen nimissä kirjoittavan on pidettävä vastaukset piilossa tältä, ja siihen riittää muutamaan sanaan perustuva sääntö.",
		SV: "Den som skriver e-post i någon annans namn måste hålla svaren borta från den personen, och det räcker med en regel på några få ord.",
	},
	"An attacker in the mailbox talks a customer or colleague into a payment, and the owner never sees the replies and warnings.": {
		FI: "Postilaatikkoon päässyt hyökkääjä houkuttelee asiakkaan tai työtoverin maksamaan, eikä omistaja koskaan näe vastauksia ja varoituksia.",
		SV: "En angripare i postlådan övertalar en kund eller kollega till en betalning, och ägaren ser aldrig svaren och varningarna.",
	},
	"Outlook on the web of the mailbox > Settings > Mail > Rules: ask the person about the rule; where nobody made it, delete it and treat the account as taken over": {
		FI: "Postilaatikon Outlook on the web > Settings > Mail > Rules: kysy säännöstä henkilöltä; jos kukaan ei ole tehnyt sitä, poista se ja käsittele tiliä kaapattuna",
		SV: "Postlådans Outlook on the web > Settings > Mail > Rules: fråga personen om regeln; om ingen har skapat den, ta bort den och behandla kontot som kapat",
	},
	"An inbox rule keeps mail from its owner as intruders' rules do.": {
		FI: "Saapuneiden sääntö pitää sähköpostia piilossa omistajaltaan samoin kuin murtautujien säännöt.",
		SV: "En inkorgsregel håller e-post borta från ägaren på samma sätt som inkräktares regler.",
	},
	"No inbox rule hides mail from its owner.": {
		FI: "Mikään saapuneiden sääntö ei piilota sähköpostia omistajaltaan.",
		SV: "Ingen inkorgsregel döljer e-post för ägaren.",
	},
})
