package devices

import "vahti.ai/vahti/shared/check/text"

var bitLockerPolicyTexts = text.New(text.Texts{
	"A policy encrypts whole Windows drives with BitLocker": {
		FI: "Jokin käytäntö salaa Windows-laitteiden levyt kokonaan BitLockerilla",
		SV: "En princip krypterar hela Windows-diskar med BitLocker",
	},
	"A laptop gets lost sooner or later, and what is on its disk can be read without any password unless it is encrypted.": {
		FI: "Jokin kannettava katoaa ennemmin tai myöhemmin, ja salaamattoman levyn sisällön voi lukea ilman salasanaa.",
		SV: "En bärbar dator försvinner förr eller senare, och det som finns på en okrypterad disk går att läsa utan lösenord.",
	},
	"Whoever finds or steals a laptop takes out its disk and reads files, mail and stored sign-ins.": {
		FI: "Kannettavan löytäjä tai varas irrottaa sen levyn ja lukee tiedostot, sähköpostin ja tallennetut kirjautumistiedot.",
		SV: "Den som hittar eller stjäl en bärbar dator tar ut disken och läser filer, e-post och sparade inloggningar.",
	},
	bitLockerPortal + "encryption method: XTS-AES, and assign the policy": {
		FI: bitLockerPortal + "salausmenetelmäksi XTS-AES, ja määritä käytäntö laitteille",
		SV: bitLockerPortal + "krypteringsmetod XTS-AES, och tilldela principen",
	},
	"An assigned policy encrypts system and fixed drives fully with XTS-AES.": {
		FI: "Määritetty käytäntö salaa järjestelmälevyt ja kiinteät levyt kokonaan XTS-AES-menetelmällä.",
		SV: "En tilldelad princip krypterar systemdiskar och fasta diskar helt med XTS-AES.",
	},
	"The assigned policies do not enforce full encryption of system and fixed drives with XTS-AES.": {
		FI: "Määritetyt käytännöt eivät pakota järjestelmälevyjen ja kiinteiden levyjen täyttä salausta XTS-AES-menetelmällä.",
		SV: "De tilldelade principerna framtvingar inte full kryptering av systemdiskar och fasta diskar med XTS-AES.",
	},
	"No policy of the settings catalogue or endpoint security sets up BitLocker.": {
		FI: "Yksikään asetusluettelon tai päätepisteiden suojauksen käytäntö ei ota BitLockeria käyttöön.",
		SV: "Ingen princip i inställningskatalogen eller slutpunktssäkerheten ställer in BitLocker.",
	},
	"The policies that set up BitLocker are assigned to nobody.": {
		FI: "BitLockerin käyttöön ottavia käytäntöjä ei ole määritetty kenellekään.",
		SV: "Principerna som ställer in BitLocker är inte tilldelade någon.",
	},
	"The policies that set up BitLocker hold values unknown to Vahti.": {
		FI: "BitLockerin käyttöön ottavissa käytännöissä on Vahdille tuntemattomia arvoja.",
		SV: "Principerna som ställer in BitLocker innehåller värden som är okända för Vahti.",
	},
})
