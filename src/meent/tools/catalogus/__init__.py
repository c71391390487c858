"""A catalogue on its way: out of a register into an archive, and from an archive into a register."""
