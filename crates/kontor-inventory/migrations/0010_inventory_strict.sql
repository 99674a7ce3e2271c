-- Movements as they were meant: on SQLite strict about types and without a second key, on PostgreSQL with locations sorted by
-- their bytes. The marks that say so had been read as part of a quoted text, because a comment above them had an apostrophe.

/*pg ALTER TABLE inventory_movement ALTER COLUMN location TYPE TEXT COLLATE "C";*/

/*sqlite
ALTER TABLE inventory_movement RENAME TO inventory_movement_before;

CREATE TABLE inventory_movement (
    org_id BIGINT NOT NULL,
    product BIGINT NOT NULL,
    location TEXT NOT NULL,
    position BIGINT NOT NULL,
    line BIGINT NOT NULL,
    kind TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    value BIGINT NOT NULL,
    on_hand_after BIGINT NOT NULL,
    document BIGINT NOT NULL,
    date TEXT NOT NULL,
    at BIGINT NOT NULL,
    CONSTRAINT inventory_movement_pk PRIMARY KEY (org_id, product, location, position, line)
) STRICT, WITHOUT ROWID;

INSERT INTO inventory_movement (
    org_id, product, location, position, line, kind, quantity, value, on_hand_after, document, date, at
) SELECT
    org_id, product, location, position, line, kind, quantity, value, on_hand_after, document, date, at
FROM inventory_movement_before ORDER BY org_id, product, location, position, line;

DROP TABLE inventory_movement_before;
*/
