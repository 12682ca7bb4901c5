package applications

import "vahti.ai/vahti/shared/check/text"

var secretsBlockedTexts = text.New(text.Texts{
	"New client secrets are blocked for all applications": {
		FI: "Uusien asiakassalaisuuksien lisääminen on estetty kaikilta sovelluksilta",
		SV: "Nya klienthemligheter är spärrade för alla program",
	},
	"A client secret is a password that is copied into scripts, mails and repositories; certificates and managed identities cannot be pasted away.": {
		FI: "Asiakassalaisuus on salasana, joka kopioidaan komentosarjoihin, sähköposteihin ja koodivarastoihin; varmenteita ja hallittuja identiteettejä ei voi liittää minne sattuu.",
		SV: "En klienthemlighet är ett lösenord som kopieras till skript, mejl och kodförråd; certifikat och hanterade identiteter kan inte klistras in var som helst.",
	},
	"An attacker who may change one application adds a secret to it and signs in as that application from anywhere, unnoticed and without multifactor authentication.": {
		FI: "Hyökkääjä, joka voi muuttaa yhtä sovellusta, lisää sille salaisuuden ja kirjautuu sinä sovelluksena mistä tahansa, huomaamatta ja ilman monimenetelmäistä todentamista.",
		SV: "En angripare som får ändra ett program lägger till en hemlighet och loggar in som programmet var som helst ifrån, obemärkt och utan multifaktorautentisering.",
	},
	appPolicies + " > Block password addition: On, applies to all applications": {
		FI: appPolicies + " > Block password addition: On, koskee kaikkia sovelluksia",
		SV: appPolicies + " > Block password addition: On, gäller alla program",
	},
	"New client secrets are blocked for all applications and service principals.": {
		FI: "Uusia asiakassalaisuuksia ei voi lisätä millekään sovellukselle tai palvelun päänimelle.",
		SV: "Nya klienthemligheter är spärrade för alla program och tjänsters huvudnamn.",
	},
	"New client secrets can be added to some applications or service principals.": {
		FI: "Joillekin sovelluksille tai palvelun päänimille voi lisätä uusia asiakassalaisuuksia.",
		SV: "Nya klienthemligheter kan läggas till för vissa program eller tjänsters huvudnamn.",
	},
})
