package devices

import "vahti.ai/vahti/shared/check/text"

var quotaTexts = text.New(text.Texts{
	"Each user can register a limited number of devices": {
		FI: "Kukin käyttäjä voi rekisteröidä vain rajallisen määrän laitteita",
		SV: "Varje användare kan registrera ett begränsat antal enheter",
	},
	"A high limit lets one stolen account register many devices, but each of them can still be seen and removed.": {
		FI: "Korkea enimmäismäärä antaa yhden kaapatun tilin rekisteröidä monta laitetta, mutta jokainen niistä näkyy ja on poistettavissa.",
		SV: "En hög gräns låter ett stulet konto registrera många enheter, men var och en syns och kan tas bort.",
	},
	"An attacker registers device after device with one stolen account, and forgotten devices stay trusted because nobody has to clear them away.": {
		FI: "Hyökkääjä rekisteröi yhdellä kaapatulla tilillä laitteen toisensa perään, ja unohdettuihin laitteisiin luotetaan edelleen, koska kenenkään ei tarvitse siivota niitä pois.",
		SV: "En angripare registrerar enhet efter enhet med ett stulet konto, och bortglömda enheter förblir betrodda eftersom ingen behöver rensa bort dem.",
	},
	deviceSettings + " > Maximum number of devices per user: 10": {
		FI: deviceSettings + " > Maximum number of devices per user: enintään 10",
		SV: deviceSettings + " > Maximum number of devices per user: högst 10",
	},
	"A user can register ten devices at most.": {
		FI: "Käyttäjä voi rekisteröidä enintään kymmenen laitetta.",
		SV: "En användare kan registrera högst tio enheter.",
	},
	"A user can register twenty devices at most, which CIS accepts; ten are recommended.": {
		FI: "Käyttäjä voi rekisteröidä enintään kaksikymmentä laitetta, minkä CIS hyväksyy; suositus on kymmenen.",
		SV: "En användare kan registrera högst tjugo enheter, vilket CIS godtar; tio rekommenderas.",
	},
	"A user can register more than twenty devices.": {
		FI: "Käyttäjä voi rekisteröidä yli kaksikymmentä laitetta.",
		SV: "En användare kan registrera fler än tjugo enheter.",
	},
})
