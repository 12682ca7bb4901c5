package console

import "vahti.ai/vahti/shared/check/text"

// timeTexts are how long ago something was, and how large.
var timeTexts = text.New(text.Texts{
	"just now":       {FI: "juuri äsken", SV: "alldeles nyss"},
	"1 minute ago":   {FI: "1 minuutti sitten", SV: "1 minut sedan"},
	"{} minutes ago": {FI: "{} minuuttia sitten", SV: "{} minuter sedan"},
	"1 hour ago":     {FI: "1 tunti sitten", SV: "1 timme sedan"},
	"{} hours ago":   {FI: "{} tuntia sitten", SV: "{} timmar sedan"},
	"1 day ago":      {FI: "1 päivä sitten", SV: "1 dag sedan"},
	"{} days ago":    {FI: "{} päivää sitten", SV: "{} dagar sedan"},
	"{} months ago":  {FI: "{} kuukautta sitten", SV: "{} månader sedan"},
	"{} years ago":   {FI: "{} vuotta sitten", SV: "{} år sedan"},

	"{} GB":    {FI: "{} Gt", SV: "{} GB"},
	"{} MB":    {FI: "{} Mt", SV: "{} MB"},
	"{} kB":    {FI: "{} kt", SV: "{} kB"},
	"{} bytes": {FI: "{} tavua", SV: "{} byte"},
})
