package main

import (
	"fmt"
	"maps"

	"vahti.ai/vahti/emulator/graph"
)

// graphFaults are what Graph's stand-in does wrong.
type graphFaults struct {
	graph.Faults
	quota bool // keep Microsoft's published limits
}

// name adds the faults drawn by chance to the others.
func (g *graphFaults) name(chances map[string]*float64) map[string]*float64 {
	maps.Copy(chances, map[string]*float64{
		"graph.429": &g.TooMany, "graph.429date": &g.TooManyDate, "graph.429silent": &g.TooManySilent,
		"graph.500": &g.ServerError, "graph.html": &g.ServerPage,
		"graph.401": &g.Expired, "graph.403": &g.Forbidden, "graph.404": &g.NotFound, "graph.410": &g.Resync,
		"graph.cut": &g.Cut, "graph.reset": &g.Reset, "graph.hang": &g.Hang,
		"graph.gzip": &g.Truncated, "graph.garbled": &g.Garbled, "graph.empty": &g.EmptyPage, "graph.repeat": &g.Repeated,
	})
	return chances
}

// setQuota reads the value of graph.quota.
func (g *graphFaults) setQuota(value string) error {
	if value != "on" && value != "off" {
		return fmt.Errorf("fault graph.quota takes on or off, not %q", value)
	}
	g.quota = value == "on"
	return nil
}
