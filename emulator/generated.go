package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"

	"vahti.ai/vahti/emulator/dns"
	"vahti.ai/vahti/emulator/graph"
	"vahti.ai/vahti/emulator/synth"
)

// distinct is how many recordings the tenants of -synth NxM share.
const distinct = 24

// writeGenerated writes the tenants that -synth asks for singly and returns their folders.
func writeGenerated(o options, temp string) ([]string, error) {
	var dirs []string
	for i, g := range o.synth {
		if g.fleet {
			continue
		}
		dir := filepath.Join(temp, "synth-"+strconv.Itoa(i))
		if err := synth.Write(dir, g.users, o.seed+uint64(i)); err != nil {
			return nil, fmt.Errorf("a tenant of %d users could not be generated: %w", g.users, err)
		}
		dirs = append(dirs, dir)
	}
	return dirs, nil
}

// loadFleets makes the tenants that -synth NxM asks for. They are as different as
// a few dozen recordings are, each of which many serve under ids of their own, so
// that ten thousand take no more room than those.
func loadFleets(o options, temp string, g *graph.Server, d *dns.Server, first map[string]string) ([]*served, error) {
	var out []*served
	for i, f := range o.synth {
		if !f.fleet {
			continue
		}
		seed := o.seed + uint64(i)
		draw := rand.New(rand.NewPCG(seed, 0x666c65657473))
		var kinds []graph.Recording
		for k := range min(distinct, f.tenants) {
			dir := filepath.Join(temp, fmt.Sprintf("fleet-%d-%02d", i, k))
			if err := synth.WriteSmall(dir, f.users, draw.Uint64(), "Synthetic"); err != nil {
				return nil, fmt.Errorf("tenants of %d users could not be generated: %w", f.users, err)
			}
			rec, err := graph.Load(dir)
			if err == nil {
				_, err = d.Add(rec.Dir)
			}
			if err != nil {
				return nil, fmt.Errorf("tenants of %d users could not be generated: %w", f.users, err)
			}
			rec.Shared = true
			kinds = append(kinds, rec)
		}
		for n := range f.tenants {
			rec := kinds[n%len(kinds)]
			rec.ID = fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(draw.Uint64()), i, n>>12&0xfff, n&0xfff, n)
			rec.DisplayName = fmt.Sprintf("Synthetic %05d", n+1)
			first[rec.ID] = rec.Dir
			if err := g.Add(rec); err != nil {
				return nil, err
			}
			at := rec.AsOf.UTC()
			out = append(out, &served{entraID: rec.ID, name: rec.DisplayName, settings: rec.Settings, recorded: &at})
		}
	}
	return out, nil
}
