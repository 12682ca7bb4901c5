package applications

import "vahti.ai/vahti/shared/check/text"

var principalCredentialsTexts = text.New(text.Texts{
	"Service principals carry no secrets or certificates of their own": {
		FI: "Palvelun päänimillä ei ole omia salaisuuksia tai varmenteita",
		SV: "Tjänsters huvudnamn har inga egna hemligheter eller certifikat",
	},
	"The admin centre does not show a service principal's own credentials, so they outlive reviews, and intruders put theirs there for that reason.": {
		FI: "Hallintakeskus ei näytä palvelun päänimen omia tunnistetietoja, joten ne jäävät tarkastuksilta huomaamatta, ja siksi tunkeutujat lisäävät omansa juuri sinne.",
		SV: "Administrationscentret visar inte de uppgifter som hör till tjänstens huvudnamn, så de överlever granskningar, och just därför lägger inkräktare sina där.",
	},
	"An intruder adds a secret to an application that already has access and keeps signing in as it after every password was changed.": {
		FI: "Tunkeutuja lisää salaisuuden sovellukseen, jolla on jo käyttöoikeudet, ja kirjautuu sinä sovelluksena vielä senkin jälkeen, kun kaikki salasanat on vaihdettu.",
		SV: "En inkräktare lägger en hemlighet på ett program som redan har åtkomst och fortsätter logga in som det även när alla lösenord har bytts.",
	},
	"There is no page for it in the admin centre; move the application to the credentials of its registration, then remove those of the service principal with the request below": {
		FI: "Hallintakeskuksessa ei ole tälle sivua; siirrä sovellus käyttämään rekisteröintinsä tunnistetietoja ja poista sitten palvelun päänimen omat alla olevalla pyynnöllä",
		SV: "Det finns ingen sida för detta i administrationscentret; låt programmet använda uppgifterna i sin registrering och ta sedan bort huvudnamnets egna med begäran nedan",
	},
	"A service principal carries a secret or certificate of its own.": {
		FI: "Palvelun päänimellä on oma salaisuus tai varmenne.",
		SV: "En tjänsts huvudnamn har en egen hemlighet eller ett eget certifikat.",
	},
	"No service principal carries a valid secret or certificate of its own.": {
		FI: "Millään palvelun päänimellä ei ole voimassa olevaa omaa salaisuutta tai varmennetta.",
		SV: "Inget huvudnamn för en tjänst har en giltig egen hemlighet eller ett giltigt eget certifikat.",
	},
})
