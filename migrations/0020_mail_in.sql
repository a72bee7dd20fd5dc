-- Every mail that came to us, from the moment we said that we have it. Its bytes lie in the storage.
create table incoming_mails (
  id uuid primary key default uuid_generate_v4(),
  -- Names the mail and its recipient: what comes twice is here once.
  key text not null unique,
  way text not null check (way in ('smtp', 'hook', 'imap')),
  recipient text not null,
  -- From the envelope, where the way in knows it; '' is nobody, as for what mail servers say themselves.
  sender text,
  -- Whether it came from a mail server of ours, whose word on who wrote it is believed.
  relayed boolean not null,
  storage_key text not null,
  bytes bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'kept', 'unconfirmed', 'ignored', 'thrown away')),
  reason text not null default '',
  from_address text not null default '',
  from_name text not null default '',
  subject text not null default '',
  text text not null default '',
  -- Who confirmed, or is said by staff, to have written it.
  writer_id uuid references profiles (id) on delete set null,
  ticket_id uuid references tickets (id) on delete set null,
  tries integer not null default 0,
  received_at timestamptz(3) not null default now(),
  settled_at timestamptz(3)
);

create index incoming_mails_kept_idx on incoming_mails (received_at desc, id desc) where state in ('kept', 'unconfirmed', 'ignored');
create index incoming_mails_from_idx on incoming_mails (lower(from_address)) where state in ('kept', 'unconfirmed');
create index incoming_mails_storage_key_idx on incoming_mails (storage_key);

-- A link by which somebody confirms that a mail is theirs. Only its hash is kept.
create table mail_confirmations (
  token_hash text primary key,
  mail_id uuid not null references incoming_mails (id) on delete cascade,
  expires_at timestamptz not null default now() + interval '3 days'
);

create index mail_confirmations_mail_id_idx on mail_confirmations (mail_id);

-- What a mail quoted of earlier ones is folded away below its words, and never lost.
alter table replies add column quoted text not null default '';
alter table tickets add column quoted text not null default '';
