package zz
import ("testing";"fmt";"slices"
"vahti.ai/vahti/shared/check"
"vahti.ai/vahti/shared/check/text"
"vahti.ai/vahti/shared/snapshot"
"vahti.ai/vahti/shared/check/devices"
"vahti.ai/vahti/shared/check/sharepoint"
"vahti.ai/vahti/shared/check/teams"
"vahti.ai/vahti/shared/check/exchange"
"vahti.ai/vahti/shared/check/domains"
"vahti.ai/vahti/shared/check/signins"
"vahti.ai/vahti/shared/check/monitoring")
func TestX(t *testing.T){
 for _,c := range slices.Concat(devices.All(),sharepoint.All(),teams.All(),exchange.All(),domains.All(),signins.All(),monitoring.All()) {
  fmt.Println(c.ID, c.Severity, c.Licence, c.Reads, c.Uses)
  for _,s := range []string{c.Title,c.Because,c.Risk,c.Fix.Portal,c.Absent} { if s=="" {continue}
   for _,l := range text.Languages()[1:] { if got,ok := check.Say(c,l,s); !ok || got==s { t.Errorf("%s %s: %s", c.ID,l,s) } } }
 }
 for _, d := range []string{"contoso.onmicrosoft.com","contoso.mail.onmicrosoft.com"} { fmt.Println(snapshot.DomainQuestions(d), snapshot.OrganizationalDomain(d)) }
}
