package letter

// The notices that the agreement promises its customers, to a tenant's owners.
const (
	Subprocessor Kind = "subprocessor" // By is who it is, Until when it begins; Sections say what for, where, and to whom to object
	Breach       Kind = "breach"       // Until is when it became known; Sections say what is known
)

// formsOfAgreement are what they say.
func formsOfAgreement(kind Kind) (map[string]form, bool) {
	switch kind {
	case Subprocessor:
		return map[string]form{
			"en": {"A new subprocessor of Vahti: {by}", []string{"From {until} on, Vahti means to have {by} process personal data of {tenant} too.",
				"If you object to it on grounds of data protection, tell the contact below before that day."}, "All subprocessors, and the agreement:"},
			"fi": {"Vahdin uusi alikäsittelijä: {by}", []string{"{until} alkaen Vahti aikoo antaa myös alikäsittelijän {by} käsitellä yrityksen {tenant} henkilötietoja.",
				"Jos vastustatte tätä tietosuojaan liittyvästä syystä, ilmoittakaa siitä alla olevaan yhteysosoitteeseen ennen kyseistä päivää."}, "Kaikki alikäsittelijät ja sopimus:"},
			"sv": {"Ett nytt underbiträde hos Vahti: {by}", []string{"Från och med {until} avser Vahti att låta även {by} behandla personuppgifter som hör till {tenant}.",
				"Om ni motsätter er det av dataskyddsskäl, meddela kontakten nedan före den dagen."}, "Alla underbiträden och avtalet:"},
		}, true
	case Breach:
		return map[string]form{
			"en": {"A security incident concerns your data", []string{"A security incident at Vahti concerns personal data of {tenant}. Vahti has known of it since {until}.",
				"This is what is known. Whatever becomes known later, Vahti tells you without delay."}, ""},
			"fi": {"Tietoturvaloukkaus koskee tietojanne", []string{"Vahdissa tapahtunut tietoturvaloukkaus koskee yrityksen {tenant} henkilötietoja. Vahti on tiennyt siitä {until} lähtien.",
				"Tässä on, mitä tiedetään. Siitä, mikä selviää myöhemmin, Vahti kertoo teille viipymättä."}, ""},
			"sv": {"En säkerhetsincident berör era uppgifter", []string{"En säkerhetsincident hos Vahti berör personuppgifter som hör till {tenant}. Vahti har känt till den sedan {until}.",
				"Det här är vad som är känt. Det som framkommer senare berättar Vahti utan dröjsmål."}, ""},
		}, true
	}
	return nil, false
}
