-- The terms by which something is found, made of the journal by a follower. Folded texts, found by their beginnings: they
-- sort by their bytes on both databases. What has a number of its own is found by that, and orders by their customers, so
-- an order has a row for its number elsewhere and its reference at most.

CREATE TABLE desk_term (
    org_id BIGINT NOT NULL,
    kind TEXT /*pg COLLATE "C"*/ NOT NULL,
    term TEXT /*pg COLLATE "C"*/ NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT desk_term_pk PRIMARY KEY (org_id, kind, term, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- All terms of one thing: whether a second word finds it too, and what is taken away when it changes or is erased.
CREATE INDEX desk_term_id ON desk_term (org_id, id, term);
