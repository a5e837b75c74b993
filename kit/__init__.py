"""What the product needs of a framework and Django does not give, or gives too slowly; no word about couples.

Gains in time are processor time against Django's own feature for the same work, from `dev.py bench kit` on
PostgreSQL; what stopped gaining goes. The rest stands for a rule that Django has no place for.

binary      many rows of a `values_list`: a third of the time (two months of 400 people: .17 s for .56).
            May go when Django's psycopg backend can read in binary.
cache       limits of signing in go on counting while Redis is away, and only one ask in ten seconds waits for it.
            May go when the limits no longer stand in Redis.
clock       one clock for all processes: the database's. Stays.
converters  `<day:…>` in addresses; a date that does not exist is a 404. May go when Django brings one.
dates       dates in words: a sixtieth of the time (a year of them: .2 ms for 13). May go with the long lists.
            And dates as people type them, which stays.
drawing     a form's HTML without a template for each field: a tenth of the time (the check-in: 3 ms for 29).
            May go when Django's forms cost less than the rest of their page.
encryption  free text under a key of its author, bound to its row (docs/decisions/0005). Stays.
fields      the product's refusals; forms share what nobody writes into: an eighth of the copying (.1 ms for 1.0).
frames      gaps in a sentence: what people repeat of its words, and a full stop, are taken off when it is read.
lookups     `__among`: many ids as one parameter, half the time (200 of them: 1.8 ms for 3.7).
            May go when Django's `__in` takes an array.
paging      pages by what stands last on them: nothing is skipped or shown twice when a row comes meanwhile. Stays.
prepared    reads and inserts whose SQL is built once: a quarter to an eighth of the time for a read (.2 ms for .8,
            .4 for 3.1), two thirds for an insert. May go, with PLAIN_QUERIES, when Django keeps what it compiled.
refusals    what an action refuses becomes words and a status in one place. Stays.
unseen      what shows nothing is empty, and nothing unseen stands around a name. Stays.
weeks       local dates, and the one place where a local hour becomes an instant. Stays.
words       one type for words of the screen, ready or translated later. Stays.
zones       rules from the locked `tzdata` in every process, and old names of zones. Stays.
"""
