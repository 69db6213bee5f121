"""What is said in, a chain of lines and the interviews folded from it out.

`line` and `interview` hold the nouns; `survey_file` keeps them; `folding` makes one of the other;
`keys` signs heads; `verifying` proves that nothing was altered.
"""
