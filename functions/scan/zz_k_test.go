package scan
import ("testing";"slices";"vahti.ai/vahti/shared/check";"vahti.ai/vahti/shared/check/all";"vahti.ai/vahti/shared/snapshot")
func TestZZ(t *testing.T){
 turns:=map[snapshot.Resource]bool{}
 for _,k:=range snapshot.Keys(){ if snapshot.TakesTurns(k){turns[k.Resource()]=true; t.Log("turns",k.Resource())}}
 rs:=check.Resources(all.Checks())
 for _,c:=range all.Checks(){
  for _,r:=range c.Uses { if turns[r]||snapshot.IsDNS(r)||r==snapshot.DirectoryAudits.Resource(){t.Log("uses",c.ID,r)}}
  for _,r:=range c.Reads { if turns[r]||r==snapshot.DirectoryAudits.Resource(){t.Log("reads",c.ID,r)}}
 }
 _=rs; _=slices.Contains(rs,"")
}
