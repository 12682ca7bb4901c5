package synth

import "strings"

// Names are put together from lists of given names and of parts of surnames, so that they sound like those of a
// Nordic company and are no one's.

func givenNames() []string {
	return strings.Fields(`Aada Aapo Aino Anni Eero Eeva Elina Emmi Ilkka Inka Jaakko Janne Jari Johanna Jukka Kaisa Kalle
		Katri Lauri Leena Maija Markku Mikko Minna Niko Olli Outi Paavo Päivi Riikka Saara Sami Satu Sini Tapio Tiina Timo
		Tuomas Ulla Väinö Venla Ville Agneta Anders Åsa Björn Britt Elsa Erik Göran Gunilla Håkan Ingrid Johan Karin Lars
		Linnéa Magnus Malin Mårten Nils Pär Sigrid Sören Stina Sven Ulrika Viktor Alice Arthur Beth Charles Claire Daniel
		Edith Emily Frank George Grace Harry Helen Henry Isla Jack James Jane Kate Liam Lucy Martha Oliver Paul Ruth Simon
		Thomas Violet William`)
}

func surnames() []string {
	var out []string
	pairs := []struct{ stems, ends string }{
		{"Haapa Harju Hieta Ilves Järvi Kallio Kanerva Kivi Koski Kuusi Lampi Lehto Luoto Mäki Metsä Niemi Ranta Saari Salmi Suo Talvi Vaara Virta",
			"la nen maa piha puro"},
		{"Berg Björk Dal Ek Gran Hag Lind Lund Norr Sand Sjö Sten Sund Söder Väster Öst", "berg gren holm man qvist ström"},
		{"Ash Black Bridge Green Hart Hazel Marsh North Oak Red Stone West White Wood", "brook field ford ham ley wood"},
	}
	for _, p := range pairs {
		for _, stem := range strings.Fields(p.stems) {
			for _, end := range strings.Fields(p.ends) {
				out = append(out, stem+end)
			}
		}
	}
	return out
}

// fold writes a name in lower-case letters that an address may hold.
func fold(name string) string {
	return strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e").Replace(strings.ToLower(name))
}

func departments() []string {
	return []string{"Finance", "Sales", "Production", "Information Technology", "Human Resources", "Legal", "Logistics",
		"Research", "Customer Service", "Marketing"}
}

func titles() []string {
	return []string{"Specialist", "Manager", "Director", "Engineer", "Assistant", "Coordinator", "Analyst", "Technician"}
}

func products() []string {
	return []string{"Payroll", "Backup", "Travel", "Signing", "Helpdesk", "Survey", "Webshop", "Archive", "Calendar Sync",
		"Newsletter", "Time Tracking", "Reporting", "Scanner", "Intranet", "Recruiting", "Invoicing", "Monitoring",
		"Whiteboard", "Translation", "Fleet"}
}
