package anomaly

// NoteTime is how long before a call ends its visits do.
const NoteTime = noteTime
