-- People who sign in. Users, their passkeys and one-time tickets belong to the house and stand under org_id 0;
-- members, invitations, sessions and workplaces belong to a merchant. Nothing here but identity_member is in the journal.

CREATE TABLE identity_user (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    mail TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT,
    session_round BIGINT NOT NULL,
    language TEXT,
    theme TEXT NOT NULL,
    density TEXT NOT NULL,
    totp_key BYTEA,
    totp_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    closed_at BIGINT,
    CONSTRAINT identity_user_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE UNIQUE INDEX identity_user_mail ON identity_user (org_id, mail);

-- Recovery codes are random and so hashed with SHA-256, as tokens are.
CREATE TABLE identity_recovery_code (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    used_at BIGINT,
    CONSTRAINT identity_recovery_code_pk PRIMARY KEY (org_id, user_id, number)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE identity_passkey (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    credential BYTEA NOT NULL,
    data TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    CONSTRAINT identity_passkey_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE UNIQUE INDEX identity_passkey_credential ON identity_passkey (org_id, credential);
CREATE INDEX identity_passkey_user ON identity_passkey (org_id, user_id);

-- One-time links and the steps of signing in: what is good once and for a time.
CREATE TABLE identity_ticket (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    hash BYTEA NOT NULL,
    user_id BIGINT,
    merchant BIGINT,
    state BYTEA,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    CONSTRAINT identity_ticket_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE INDEX identity_ticket_kind ON identity_ticket (org_id, kind);

-- Attempts to sign in, by a hash of the mail address and of the network address.
CREATE TABLE identity_attempt (
    org_id BIGINT NOT NULL,
    subject BYTEA NOT NULL,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    CONSTRAINT identity_attempt_pk PRIMARY KEY (org_id, subject)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE identity_member (
    org_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    state TEXT NOT NULL,
    joined_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CONSTRAINT identity_member_pk PRIMARY KEY (org_id, user_id)
) /*sqlite STRICT, WITHOUT ROWID*/;

-- The merchants of a user, who signs in without saying for whom.
CREATE INDEX identity_member_user ON identity_member (user_id, org_id);
CREATE INDEX identity_member_role ON identity_member (org_id, role);

CREATE TABLE identity_invitation (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    mail TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    withdrawn_at BIGINT,
    CONSTRAINT identity_invitation_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE INDEX identity_invitation_mail ON identity_invitation (org_id, mail);

CREATE TABLE identity_session (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    user_id BIGINT NOT NULL,
    session_round BIGINT NOT NULL,
    signed_in_by TEXT NOT NULL,
    device TEXT NOT NULL,
    workplace_id BIGINT,
    opened_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT identity_session_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE INDEX identity_session_user ON identity_session (org_id, user_id);

-- A browser that several people share, and who may switch to their session there by PIN.
CREATE TABLE identity_workplace (
    org_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    CONSTRAINT identity_workplace_pk PRIMARY KEY (org_id, id)
) /*sqlite STRICT, WITHOUT ROWID*/;

CREATE TABLE identity_pin (
    org_id BIGINT NOT NULL,
    workplace_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    pin TEXT,
    misses BIGINT NOT NULL,
    signed_in_at BIGINT NOT NULL,
    session_round BIGINT NOT NULL,
    CONSTRAINT identity_pin_pk PRIMARY KEY (org_id, workplace_id, user_id)
) /*sqlite STRICT, WITHOUT ROWID*/;
