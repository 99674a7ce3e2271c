-- Stock: what lies where, for whom it is reserved, what it is worth, and every movement of it.

CREATE TABLE inventory_location (
    org_id BIGINT NOT NULL,
    code TEXT /*pg COLLATE "C"*/ NOT NULL,
    name TEXT NOT NULL,
    CONSTRAINT inventory_location_pk PRIMARY KEY (org_id, code)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE inventory_stock (
    org_id BIGINT NOT NULL,
    product BIGINT NOT NULL,
    location TEXT /*pg COLLATE "C"*/ NOT NULL,
    sku TEXT NOT NULL,
    on_hand BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    CONSTRAINT inventory_stock_pk PRIMARY KEY (org_id, product, location)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE inventory_value (
    org_id BIGINT NOT NULL,
    product BIGINT NOT NULL,
    on_hand BIGINT NOT NULL,
    value BIGINT NOT NULL,
    last_cost BIGINT NOT NULL,
    CONSTRAINT inventory_value_pk PRIMARY KEY (org_id, product)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- Open reservations only: a row goes when nothing of it is left.
CREATE TABLE inventory_reservation (
    org_id BIGINT NOT NULL,
    holder BIGINT NOT NULL,
    line BIGINT NOT NULL,
    product BIGINT NOT NULL,
    location TEXT /*pg COLLATE "C"*/ NOT NULL,
    reserved BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    since BIGINT NOT NULL,
    CONSTRAINT inventory_reservation_pk PRIMARY KEY (org_id, holder, line)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- Who waits for goods that arrive. Reservations that don't wait are not in it, so placing an order seldom touches it.
CREATE INDEX inventory_reservation_waiting ON inventory_reservation (org_id, product, location, since)
    WHERE waiting > 0;

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
);
