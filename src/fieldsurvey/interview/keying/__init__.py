"""Heads-down keying of paper forms: a questionnaire, and characters one by one, in; entries out.

`layout` says in which order the paper asks, `codes` when what is typed is complete, `ink` keeps
what the paper says and the questionnaire does not take, `faults` lists it at the end of a section,
`desk` goes from key to key, `page` shows it. `comparing` and `settling` hold a second, blind keying
against the first. All pure.
"""
