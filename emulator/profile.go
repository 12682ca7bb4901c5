package main

import (
	"errors"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strconv"
)

// profileDir names, for the processes of functions, the folder that their
// processor profiles go to. Only this program reads it: a function's own command
// knows nothing of it.
const profileDir = "EMULATOR_PROFILE_DIR"

// profile writes the processor profile of this process to DIR/NAME-PID.pprof until
// stop is called; nothing where dir is empty.
func profile(dir, name string) (stop func(), err error) {
	if dir == "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, errors.New("-profile: the folder cannot be made")
	}
	f, err := os.Create(filepath.Join(dir, name+"-"+strconv.Itoa(os.Getpid())+".pprof"))
	if err != nil {
		return nil, errors.New("-profile: no file can be made in the folder")
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return nil, errors.Join(errors.New("-profile: the profile cannot be begun"), f.Close())
	}
	return func() {
		pprof.StopCPUProfile()
		_ = f.Close()
	}, nil
}

// profileFunction is profile for a function's process. What it returns is called
// when the function has ended.
func profileFunction(target string) (stop func()) {
	stop, err := profile(os.Getenv(profileDir), target)
	if err != nil {
		return func() {}
	}
	return stop
}
