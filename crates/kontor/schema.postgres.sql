-- Written by a test from the migrations: change those, then run it with KONTOR_WRITE_SCHEMA=1.

billing_account
  org_id bigint NOT NULL
  customer bigint NOT NULL
  last_invoice bigint NOT NULL
  billing_account_pk PRIMARY KEY (org_id, customer)
  CREATE UNIQUE INDEX billing_account_pk ON public.billing_account USING btree (org_id, customer)

billing_allocation
  org_id bigint NOT NULL
  payment bigint NOT NULL
  invoice bigint NOT NULL
  amount bigint NOT NULL
  billing_allocation_pk PRIMARY KEY (org_id, payment, invoice)
  CREATE INDEX billing_allocation_invoice ON public.billing_allocation USING btree (org_id, invoice, payment)
  CREATE UNIQUE INDEX billing_allocation_pk ON public.billing_allocation USING btree (org_id, payment, invoice)

billing_invoice
  org_id bigint NOT NULL
  id bigint NOT NULL
  kind text NOT NULL
  number text NOT NULL
  order_id bigint NOT NULL
  customer bigint
  customer_prev bigint
  corrects bigint
  document_date text NOT NULL
  supply_date text NOT NULL
  posting_date text NOT NULL
  due_date text NOT NULL
  basis text NOT NULL
  net bigint NOT NULL
  tax bigint NOT NULL
  gross bigint NOT NULL
  paid bigint NOT NULL
  credited bigint NOT NULL
  reason text
  issued_at bigint NOT NULL
  version bigint NOT NULL
  billing_invoice_pk PRIMARY KEY (org_id, id)
  CREATE INDEX billing_invoice_customer_open ON public.billing_invoice USING btree (org_id, customer, id) WHERE ((kind = 'invoice'::text) AND (gross > (paid + credited)))
  CREATE INDEX billing_invoice_open ON public.billing_invoice USING btree (org_id, id) WHERE ((kind = 'invoice'::text) AND (gross > (paid + credited)))
  CREATE INDEX billing_invoice_order ON public.billing_invoice USING btree (org_id, order_id, id)
  CREATE UNIQUE INDEX billing_invoice_number ON public.billing_invoice USING btree (org_id, number)
  CREATE UNIQUE INDEX billing_invoice_pk ON public.billing_invoice USING btree (org_id, id)

billing_invoice_line
  org_id bigint NOT NULL
  invoice bigint NOT NULL
  line bigint NOT NULL
  order_line bigint NOT NULL
  sku text NOT NULL
  name text NOT NULL
  unit text NOT NULL
  quantity bigint NOT NULL
  price bigint NOT NULL
  price_base bigint NOT NULL
  tax_class text NOT NULL
  tax_rate bigint NOT NULL
  net bigint NOT NULL
  tax bigint NOT NULL
  gross bigint NOT NULL
  credited bigint NOT NULL
  billing_invoice_line_pk PRIMARY KEY (org_id, invoice, line)
  CREATE UNIQUE INDEX billing_invoice_line_pk ON public.billing_invoice_line USING btree (org_id, invoice, line)

billing_invoice_tax
  org_id bigint NOT NULL
  invoice bigint NOT NULL
  tax_class text NOT NULL
  tax_rate bigint NOT NULL
  net bigint NOT NULL
  tax bigint NOT NULL
  gross bigint NOT NULL
  credited_net bigint NOT NULL
  credited_tax bigint NOT NULL
  billing_invoice_tax_pk PRIMARY KEY (org_id, invoice, tax_class, tax_rate)
  CREATE UNIQUE INDEX billing_invoice_tax_pk ON public.billing_invoice_tax USING btree (org_id, invoice, tax_class, tax_rate)

billing_payment
  org_id bigint NOT NULL
  id bigint NOT NULL
  kind text NOT NULL
  number text NOT NULL
  method text NOT NULL
  amount bigint NOT NULL
  unassigned bigint NOT NULL
  refunded bigint NOT NULL
  customer bigint
  order_id bigint
  refunds bigint
  date text NOT NULL
  reference text
  reason text
  recorded_at bigint NOT NULL
  version bigint NOT NULL
  billing_payment_pk PRIMARY KEY (org_id, id)
  CREATE INDEX billing_payment_order ON public.billing_payment USING btree (org_id, order_id, id) WHERE (order_id IS NOT NULL)
  CREATE INDEX billing_payment_unassigned ON public.billing_payment USING btree (org_id, id) WHERE (unassigned > 0)
  CREATE UNIQUE INDEX billing_payment_number ON public.billing_payment USING btree (org_id, number)
  CREATE UNIQUE INDEX billing_payment_pk ON public.billing_payment USING btree (org_id, id)

catalog_barcode
  org_id bigint NOT NULL
  barcode text NOT NULL
  sku text NOT NULL
  catalog_barcode_pk PRIMARY KEY (org_id, barcode)
  CREATE UNIQUE INDEX catalog_barcode_pk ON public.catalog_barcode USING btree (org_id, barcode)

catalog_product
  org_id bigint NOT NULL
  sku text NOT NULL
  id bigint NOT NULL
  name text NOT NULL
  kind text NOT NULL
  unit text NOT NULL
  price bigint NOT NULL
  price_base bigint NOT NULL
  basis text NOT NULL
  tax_class text NOT NULL
  out_of_stock text NOT NULL
  archived bigint NOT NULL
  version bigint NOT NULL
  barcode text
  catalog_product_pk PRIMARY KEY (org_id, sku)
  CREATE UNIQUE INDEX catalog_product_id ON public.catalog_product USING btree (org_id, id)
  CREATE UNIQUE INDEX catalog_product_pk ON public.catalog_product USING btree (org_id, sku)

contact_version
  org_id bigint NOT NULL
  id bigint NOT NULL
  subject bigint NOT NULL
  data text NOT NULL
  salt bytea NOT NULL
  written_at bigint NOT NULL
  erased_at bigint
  contact_version_pk PRIMARY KEY (org_id, id)
  CREATE INDEX contact_version_subject ON public.contact_version USING btree (org_id, subject, id)
  CREATE UNIQUE INDEX contact_version_pk ON public.contact_version USING btree (org_id, id)

customers_counter
  org_id bigint NOT NULL
  next bigint NOT NULL
  customers_counter_pk PRIMARY KEY (org_id)
  CREATE UNIQUE INDEX customers_counter_pk ON public.customers_counter USING btree (org_id)

customers_customer
  org_id bigint NOT NULL
  id bigint NOT NULL
  number text NOT NULL
  kind text NOT NULL
  contact bigint NOT NULL
  contact_digest bytea NOT NULL
  language text NOT NULL
  payment_method text NOT NULL
  terms_days bigint NOT NULL
  credit_limit bigint
  order_count bigint NOT NULL
  volume bigint NOT NULL
  open_orders bigint NOT NULL
  open_balance bigint NOT NULL
  last_order bigint
  last_order_at bigint
  version bigint NOT NULL
  merged_into bigint
  duplicates bigint
  erased_at bigint
  edited bigint
  customers_customer_pk PRIMARY KEY (org_id, id)
  CREATE INDEX customers_customer_merged ON public.customers_customer USING btree (org_id, merged_into, id) WHERE (merged_into IS NOT NULL)
  CREATE UNIQUE INDEX customers_customer_pk ON public.customers_customer USING btree (org_id, id)

customers_number
  org_id bigint NOT NULL
  number text NOT NULL
  customer bigint NOT NULL
  customers_number_pk PRIMARY KEY (org_id, number)
  CREATE UNIQUE INDEX customers_number_pk ON public.customers_number USING btree (org_id, number)

desk_term
  org_id bigint NOT NULL
  kind text NOT NULL
  term text NOT NULL
  id bigint NOT NULL
  desk_term_pk PRIMARY KEY (org_id, kind, term, id)
  CREATE INDEX desk_term_id ON public.desk_term USING btree (org_id, id, term)
  CREATE UNIQUE INDEX desk_term_pk ON public.desk_term USING btree (org_id, kind, term, id)

follower
  org_id bigint NOT NULL
  name text NOT NULL
  position bigint NOT NULL
  attempts bigint NOT NULL
  parked text
  fence bigint NOT NULL
  follower_pk PRIMARY KEY (org_id, name)
  CREATE UNIQUE INDEX follower_pk ON public.follower USING btree (org_id, name)

fulfilment_shipment
  org_id bigint NOT NULL
  id bigint NOT NULL
  number text NOT NULL
  order_id bigint NOT NULL
  location text NOT NULL
  date text NOT NULL
  carrier text
  tracking text
  shipped_at bigint NOT NULL
  version bigint NOT NULL
  fulfilment_shipment_pk PRIMARY KEY (org_id, id)
  CREATE INDEX fulfilment_shipment_order ON public.fulfilment_shipment USING btree (org_id, order_id, id)
  CREATE UNIQUE INDEX fulfilment_shipment_number ON public.fulfilment_shipment USING btree (org_id, number)
  CREATE UNIQUE INDEX fulfilment_shipment_pk ON public.fulfilment_shipment USING btree (org_id, id)

fulfilment_shipment_line
  org_id bigint NOT NULL
  shipment bigint NOT NULL
  line bigint NOT NULL
  sku text NOT NULL
  quantity bigint NOT NULL
  fulfilment_shipment_line_pk PRIMARY KEY (org_id, shipment, line)
  CREATE UNIQUE INDEX fulfilment_shipment_line_pk ON public.fulfilment_shipment_line USING btree (org_id, shipment, line)

idempotency
  org_id bigint NOT NULL
  actor text NOT NULL
  key text NOT NULL
  digest bytea NOT NULL
  position bigint NOT NULL
  events bigint NOT NULL
  used_at bigint NOT NULL
  idempotency_pk PRIMARY KEY (org_id, actor, key)
  CREATE UNIQUE INDEX idempotency_pk ON public.idempotency USING btree (org_id, actor, key)

identity_attempt
  org_id bigint NOT NULL
  subject bytea NOT NULL
  failures bigint NOT NULL
  last_at bigint NOT NULL
  blocked_until bigint NOT NULL
  identity_attempt_pk PRIMARY KEY (org_id, subject)
  CREATE UNIQUE INDEX identity_attempt_pk ON public.identity_attempt USING btree (org_id, subject)

identity_invitation
  org_id bigint NOT NULL
  id bigint NOT NULL
  hash bytea NOT NULL
  mail text NOT NULL
  name text NOT NULL
  role text NOT NULL
  invited_by text NOT NULL
  created_at bigint NOT NULL
  expires_at bigint NOT NULL
  used_at bigint
  withdrawn_at bigint
  identity_invitation_pk PRIMARY KEY (org_id, id)
  CREATE INDEX identity_invitation_mail ON public.identity_invitation USING btree (org_id, mail)
  CREATE UNIQUE INDEX identity_invitation_pk ON public.identity_invitation USING btree (org_id, id)

identity_member
  org_id bigint NOT NULL
  user_id bigint NOT NULL
  role text NOT NULL
  state text NOT NULL
  joined_at bigint NOT NULL
  changed_at bigint NOT NULL
  identity_member_pk PRIMARY KEY (org_id, user_id)
  CREATE INDEX identity_member_role ON public.identity_member USING btree (org_id, role)
  CREATE INDEX identity_member_user ON public.identity_member USING btree (user_id, org_id)
  CREATE UNIQUE INDEX identity_member_pk ON public.identity_member USING btree (org_id, user_id)

identity_org
  org_id bigint NOT NULL
  name text NOT NULL
  country text NOT NULL
  currency text NOT NULL
  zone text NOT NULL
  created_at bigint NOT NULL
  tax_status text
  profile text
  version bigint
  identity_org_pk PRIMARY KEY (org_id)
  CREATE UNIQUE INDEX identity_org_pk ON public.identity_org USING btree (org_id)

identity_passkey
  org_id bigint NOT NULL
  id bigint NOT NULL
  user_id bigint NOT NULL
  credential bytea NOT NULL
  data text NOT NULL
  name text NOT NULL
  created_at bigint NOT NULL
  last_used_at bigint
  identity_passkey_pk PRIMARY KEY (org_id, id)
  CREATE INDEX identity_passkey_user ON public.identity_passkey USING btree (org_id, user_id)
  CREATE UNIQUE INDEX identity_passkey_credential ON public.identity_passkey USING btree (org_id, credential)
  CREATE UNIQUE INDEX identity_passkey_pk ON public.identity_passkey USING btree (org_id, id)

identity_pin
  org_id bigint NOT NULL
  workplace_id bigint NOT NULL
  user_id bigint NOT NULL
  pin text
  misses bigint NOT NULL
  signed_in_at bigint NOT NULL
  session_round bigint NOT NULL
  identity_pin_pk PRIMARY KEY (org_id, workplace_id, user_id)
  CREATE UNIQUE INDEX identity_pin_pk ON public.identity_pin USING btree (org_id, workplace_id, user_id)

identity_recovery_code
  org_id bigint NOT NULL
  user_id bigint NOT NULL
  number bigint NOT NULL
  hash bytea NOT NULL
  used_at bigint
  identity_recovery_code_pk PRIMARY KEY (org_id, user_id, number)
  CREATE UNIQUE INDEX identity_recovery_code_pk ON public.identity_recovery_code USING btree (org_id, user_id, number)

identity_session
  org_id bigint NOT NULL
  id bigint NOT NULL
  hash bytea NOT NULL
  user_id bigint NOT NULL
  session_round bigint NOT NULL
  signed_in_by text NOT NULL
  device text NOT NULL
  workplace_id bigint
  opened_at bigint NOT NULL
  last_seen_at bigint NOT NULL
  expires_at bigint NOT NULL
  ended_at bigint
  identity_session_pk PRIMARY KEY (org_id, id)
  CREATE INDEX identity_session_user ON public.identity_session USING btree (org_id, user_id)
  CREATE UNIQUE INDEX identity_session_pk ON public.identity_session USING btree (org_id, id)

identity_ticket
  org_id bigint NOT NULL
  id bigint NOT NULL
  kind text NOT NULL
  hash bytea NOT NULL
  user_id bigint
  merchant bigint
  state bytea
  created_at bigint NOT NULL
  expires_at bigint NOT NULL
  used_at bigint
  identity_ticket_pk PRIMARY KEY (org_id, id)
  CREATE INDEX identity_ticket_kind ON public.identity_ticket USING btree (org_id, kind)
  CREATE UNIQUE INDEX identity_ticket_pk ON public.identity_ticket USING btree (org_id, id)

identity_token
  org_id bigint NOT NULL
  id bigint NOT NULL
  hash bytea NOT NULL
  name text NOT NULL
  role text NOT NULL
  scopes text NOT NULL
  created_at bigint NOT NULL
  revoked_at bigint
  identity_token_pk PRIMARY KEY (org_id, id)
  CREATE UNIQUE INDEX identity_token_pk ON public.identity_token USING btree (org_id, id)

identity_user
  org_id bigint NOT NULL
  id bigint NOT NULL
  mail text NOT NULL
  name text NOT NULL
  password text
  session_round bigint NOT NULL
  language text
  theme text NOT NULL
  density text NOT NULL
  totp_key bytea
  totp_step bigint NOT NULL
  created_at bigint NOT NULL
  closed_at bigint
  identity_user_pk PRIMARY KEY (org_id, id)
  CREATE UNIQUE INDEX identity_user_mail ON public.identity_user USING btree (org_id, mail)
  CREATE UNIQUE INDEX identity_user_pk ON public.identity_user USING btree (org_id, id)

identity_workplace
  org_id bigint NOT NULL
  id bigint NOT NULL
  hash bytea NOT NULL
  name text NOT NULL
  created_at bigint NOT NULL
  ended_at bigint
  identity_workplace_pk PRIMARY KEY (org_id, id)
  CREATE UNIQUE INDEX identity_workplace_pk ON public.identity_workplace USING btree (org_id, id)

inventory_location
  org_id bigint NOT NULL
  code text NOT NULL
  name text NOT NULL
  closed_at bigint
  inventory_location_pk PRIMARY KEY (org_id, code)
  CREATE UNIQUE INDEX inventory_location_pk ON public.inventory_location USING btree (org_id, code)

inventory_movement
  org_id bigint NOT NULL
  product bigint NOT NULL
  location text NOT NULL
  position bigint NOT NULL
  line bigint NOT NULL
  kind text NOT NULL
  quantity bigint NOT NULL
  value bigint NOT NULL
  on_hand_after bigint NOT NULL
  document bigint NOT NULL
  date text NOT NULL
  at bigint NOT NULL
  inventory_movement_pk PRIMARY KEY (org_id, product, location, "position", line)
  CREATE UNIQUE INDEX inventory_movement_pk ON public.inventory_movement USING btree (org_id, product, location, "position", line)

inventory_reservation
  org_id bigint NOT NULL
  holder bigint NOT NULL
  line bigint NOT NULL
  product bigint NOT NULL
  location text NOT NULL
  reserved bigint NOT NULL
  waiting bigint NOT NULL
  since bigint NOT NULL
  inventory_reservation_pk PRIMARY KEY (org_id, holder, line)
  CREATE INDEX inventory_reservation_waiting ON public.inventory_reservation USING btree (org_id, product, location, since) WHERE (waiting > 0)
  CREATE UNIQUE INDEX inventory_reservation_pk ON public.inventory_reservation USING btree (org_id, holder, line)

inventory_stock
  org_id bigint NOT NULL
  product bigint NOT NULL
  location text NOT NULL
  sku text NOT NULL
  on_hand bigint NOT NULL
  reserved bigint NOT NULL
  inventory_stock_pk PRIMARY KEY (org_id, product, location)
  CREATE UNIQUE INDEX inventory_stock_pk ON public.inventory_stock USING btree (org_id, product, location)

inventory_threshold
  org_id bigint NOT NULL
  product bigint NOT NULL
  location text NOT NULL
  sku text NOT NULL
  low_at bigint NOT NULL
  inventory_threshold_pk PRIMARY KEY (org_id, product, location)
  CREATE UNIQUE INDEX inventory_threshold_pk ON public.inventory_threshold USING btree (org_id, product, location)

inventory_value
  org_id bigint NOT NULL
  product bigint NOT NULL
  on_hand bigint NOT NULL
  value bigint NOT NULL
  last_cost bigint NOT NULL
  inventory_value_pk PRIMARY KEY (org_id, product)
  CREATE UNIQUE INDEX inventory_value_pk ON public.inventory_value USING btree (org_id, product)

journal
  org_id bigint NOT NULL
  position bigint NOT NULL
  kind text NOT NULL
  version bigint NOT NULL
  recorded_at bigint NOT NULL
  actor text NOT NULL
  subject bigint NOT NULL
  cause bigint NOT NULL
  payload text NOT NULL
  hash bytea NOT NULL
  journal_pk PRIMARY KEY (org_id, "position")
  CREATE INDEX journal_subject ON public.journal USING btree (org_id, subject, "position")
  CREATE UNIQUE INDEX journal_pk ON public.journal USING btree (org_id, "position")

journal_head
  org_id bigint NOT NULL
  position bigint NOT NULL
  hash bytea NOT NULL
  last_time bigint NOT NULL
  schema_version bigint NOT NULL
  last_id bigint NOT NULL
  journal_head_pk PRIMARY KEY (org_id)
  CREATE UNIQUE INDEX journal_head_pk ON public.journal_head USING btree (org_id)

lease
  name text NOT NULL
  holder text NOT NULL
  fence bigint NOT NULL
  until bigint NOT NULL
  lease_pk PRIMARY KEY (name)
  CREATE UNIQUE INDEX lease_pk ON public.lease USING btree (name)

ledger_account
  org_id bigint NOT NULL
  number text NOT NULL
  name_de text NOT NULL
  name_en text NOT NULL
  kind text NOT NULL
  role text
  ledger_account_pk PRIMARY KEY (org_id, number)
  CREATE UNIQUE INDEX ledger_account_pk ON public.ledger_account USING btree (org_id, number)

ledger_balance
  org_id bigint NOT NULL
  account text NOT NULL
  day text NOT NULL
  debit bigint NOT NULL
  credit bigint NOT NULL
  ledger_balance_pk PRIMARY KEY (org_id, account, day)
  CREATE UNIQUE INDEX ledger_balance_pk ON public.ledger_balance USING btree (org_id, account, day)

ledger_entry
  org_id bigint NOT NULL
  number bigint NOT NULL
  text text NOT NULL
  source_kind text NOT NULL
  source_id bigint NOT NULL
  document_date text NOT NULL
  supply_date text
  posting_date text NOT NULL
  reverses bigint
  reversed_by bigint
  recorded_at bigint NOT NULL
  ledger_entry_pk PRIMARY KEY (org_id, number)
  CREATE INDEX ledger_entry_kind ON public.ledger_entry USING btree (org_id, source_kind, number)
  CREATE INDEX ledger_entry_source ON public.ledger_entry USING btree (org_id, source_id, number)
  CREATE UNIQUE INDEX ledger_entry_pk ON public.ledger_entry USING btree (org_id, number)

ledger_posting
  org_id bigint NOT NULL
  entry bigint NOT NULL
  line bigint NOT NULL
  account text NOT NULL
  debit bigint NOT NULL
  credit bigint NOT NULL
  ledger_posting_pk PRIMARY KEY (org_id, entry, line)
  CREATE INDEX ledger_posting_account ON public.ledger_posting USING btree (org_id, account, entry)
  CREATE UNIQUE INDEX ledger_posting_pk ON public.ledger_posting USING btree (org_id, entry, line)

ledger_series
  org_id bigint NOT NULL
  name text NOT NULL
  prefix text NOT NULL
  digits bigint NOT NULL
  next bigint NOT NULL
  ledger_series_pk PRIMARY KEY (org_id, name)
  CREATE UNIQUE INDEX ledger_series_pk ON public.ledger_series USING btree (org_id, name)

ledger_settings
  org_id bigint NOT NULL
  chart text NOT NULL
  next_entry bigint NOT NULL
  ledger_settings_pk PRIMARY KEY (org_id)
  CREATE UNIQUE INDEX ledger_settings_pk ON public.ledger_settings USING btree (org_id)

note
  org_id bigint NOT NULL
  id bigint NOT NULL
  subject bigint NOT NULL
  text text NOT NULL
  salt bytea NOT NULL
  author text NOT NULL
  written_at bigint NOT NULL
  note_pk PRIMARY KEY (org_id, id)
  CREATE INDEX note_subject ON public.note USING btree (org_id, subject, id)
  CREATE UNIQUE INDEX note_pk ON public.note USING btree (org_id, id)

orders_counter
  org_id bigint NOT NULL
  next bigint NOT NULL
  orders_counter_pk PRIMARY KEY (org_id)
  CREATE UNIQUE INDEX orders_counter_pk ON public.orders_counter USING btree (org_id)

orders_external
  org_id bigint NOT NULL
  channel text NOT NULL
  external text NOT NULL
  order_id bigint NOT NULL
  orders_external_pk PRIMARY KEY (org_id, channel, external)
  CREATE UNIQUE INDEX orders_external_pk ON public.orders_external USING btree (org_id, channel, external)

orders_line
  org_id bigint NOT NULL
  order_id bigint NOT NULL
  line bigint NOT NULL
  product bigint NOT NULL
  sku text NOT NULL
  name text NOT NULL
  unit text NOT NULL
  kind text NOT NULL
  quantity bigint NOT NULL
  price bigint NOT NULL
  price_base bigint NOT NULL
  tax_class text NOT NULL
  tax_rate bigint NOT NULL
  net bigint NOT NULL
  tax bigint NOT NULL
  gross bigint NOT NULL
  open bigint NOT NULL
  reserved bigint NOT NULL
  backordered bigint NOT NULL
  shipped bigint NOT NULL
  cancelled bigint NOT NULL
  invoiced bigint NOT NULL
  credited bigint NOT NULL
  orders_line_pk PRIMARY KEY (org_id, order_id, line)
  CREATE UNIQUE INDEX orders_line_pk ON public.orders_line USING btree (org_id, order_id, line)

orders_order
  org_id bigint NOT NULL
  id bigint NOT NULL
  number text NOT NULL
  customer bigint
  channel text NOT NULL
  location text NOT NULL
  basis text NOT NULL
  payment_method text NOT NULL
  order_date text NOT NULL
  state text NOT NULL
  net bigint NOT NULL
  tax bigint NOT NULL
  gross bigint NOT NULL
  open_gross bigint NOT NULL
  cancelled_gross bigint NOT NULL
  invoiced bigint NOT NULL
  credited bigint NOT NULL
  paid bigint NOT NULL
  line_count bigint NOT NULL
  lines_to_ship bigint NOT NULL
  lines_to_invoice bigint NOT NULL
  reference text
  external text
  customer_prev bigint
  placed_at bigint NOT NULL
  version bigint NOT NULL
  orders_order_pk PRIMARY KEY (org_id, id)
  CREATE INDEX orders_order_state ON public.orders_order USING btree (org_id, state, id)
  CREATE INDEX orders_order_to_invoice ON public.orders_order USING btree (org_id, id) WHERE (lines_to_invoice > 0)
  CREATE INDEX orders_order_to_ship ON public.orders_order USING btree (org_id, id) WHERE (lines_to_ship > 0)
  CREATE UNIQUE INDEX orders_order_number ON public.orders_order USING btree (org_id, number)
  CREATE UNIQUE INDEX orders_order_pk ON public.orders_order USING btree (org_id, id)

orders_tally
  org_id bigint NOT NULL
  tab text NOT NULL
  count bigint NOT NULL
  orders_tally_pk PRIMARY KEY (org_id, tab)
  CREATE UNIQUE INDEX orders_tally_pk ON public.orders_tally USING btree (org_id, tab)

schema_migration
  number bigint NOT NULL
  name text NOT NULL
  applied_at bigint NOT NULL
  schema_migration_pk PRIMARY KEY (number)
  CREATE UNIQUE INDEX schema_migration_pk ON public.schema_migration USING btree (number)
