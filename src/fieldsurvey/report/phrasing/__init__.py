"""Takes anything frozen; gives what it says, the same in every format, in the language spoken."""
