"""Campaign file and roster in, a Sample and a schedule out: who is visited, by whom, when."""
