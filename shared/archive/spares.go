package archive

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// mostSpares is how many encoders, and how many decoders, are kept: as many as one
// scan has in use at the same time.
const mostSpares = 6

// spares are tools that take megabytes to make and are kept for the next use. A
// sync.Pool would not do: it is emptied as often as memory is collected, and a
// large scan collects it often.
type spares[T any] struct {
	free   chan T
	create func() (T, error)
}

func newSpares[T any](create func() (T, error)) spares[T] {
	return spares[T]{free: make(chan T, mostSpares), create: create}
}

// take returns a spare tool, or a new one.
func (s spares[T]) take() (T, error) {
	select {
	case tool := <-s.free:
		return tool, nil
	default:
		return s.create()
	}
}

// give takes a tool back.
func (s spares[T]) give(tool T) {
	select {
	case s.free <- tool:
	default:
	}
}

// press compresses and gathers what a Writer writes.
type press struct {
	*zstd.Encoder
	buf []byte // room for one chunk
}

func newPress() (*press, error) {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(window), zstd.WithLowerEncoderMem(true),
		zstd.WithEncoderCRC(false),          // sealing shows damage
		zstd.WithNoEntropyCompression(true)) // larger objects, and less time spent on them
	if err != nil { // of the options alone
		return nil, fmt.Errorf("compression: %w", err)
	}
	return &press{Encoder: e}, nil
}

func newDecoder() (*zstd.Decoder, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(window))
	if err != nil { // of the options alone
		return nil, fmt.Errorf("compression: %w", err)
	}
	return d, nil
}
