package sharepoint

import "vahti.ai/vahti/shared/check/text"

var sharingDomainsTexts = text.New(text.Texts{
	"Files are shared with people of listed domains only": {
		FI: "Tiedostoja jaetaan vain luetteloitujen toimialueiden ihmisille",
		SV: "Filer delas bara med personer i angivna domäner",
	},
	"A list of partners keeps files from private mailboxes and unknown companies, whoever does the sharing.": {
		FI: "Kumppaniluettelo pitää tiedostot poissa yksityisistä postilaatikoista ja tuntemattomista yrityksistä, jakoipa niitä kuka tahansa.",
		SV: "En lista över partner håller filer borta från privata postlådor och okända företag, vem som än delar dem.",
	},
	"An intruder in a member's account shares the company's files with an address of his own.": {
		FI: "Jäsenen tilille murtautunut jakaa yrityksen tiedostoja omaan osoitteeseensa.",
		SV: "En inkräktare i en medlems konto delar företagets filer med en egen adress.",
	},
	sharingPolicies + " > More external sharing settings > Limit external sharing by domain > Allow only specific domains": {
		FI: sharingPolicies + " > More external sharing settings > Limit external sharing by domain > Allow only specific domains: lisää kumppanien toimialueet",
		SV: sharingPolicies + " > More external sharing settings > Limit external sharing by domain > Allow only specific domains: lägg till partnernas domäner",
	},
	"Files can be shared with people of any domain.": {
		FI: "Tiedostoja voi jakaa minkä tahansa toimialueen ihmisille.",
		SV: "Filer kan delas med personer i vilken domän som helst.",
	},
	"Some domains are blocked, and files can be shared with people of any other.": {
		FI: "Jotkin toimialueet on estetty, mutta tiedostoja voi jakaa kaikkien muiden ihmisille.",
		SV: "Vissa domäner är blockerade, men filer kan delas med personer i alla andra.",
	},
	"Files are shared with people of listed domains only.": {
		FI: "Tiedostoja jaetaan vain luetteloitujen toimialueiden ihmisille.",
		SV: "Filer delas bara med personer i angivna domäner.",
	},
	"Sharing is limited to a list of domains, and Graph returned none in it.": {
		FI: "Jakaminen on rajattu toimialueluetteloon, mutta Graph ei palauttanut yhtään toimialuetta.",
		SV: "Delningen är begränsad till en lista över domäner, men Graph returnerade ingen domän i den.",
	},
	"Graph returned no value that Vahti knows for the limit by domain.": {
		FI: "Graph ei palauttanut Vahdin tuntemaa arvoa toimialuerajaukselle.",
		SV: "Graph returnerade inget värde som Vahti känner till för begränsningen per domän.",
	},
})
