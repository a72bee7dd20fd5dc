-- How somebody likes to be addressed; '' is by their name.
alter table profiles add column address_as text not null default '' check (length(address_as) <= 100);

-- A square picture, drawn anew by us.
create table profile_pictures (
  profile_id uuid primary key references profiles (id) on delete cascade,
  storage_key text not null unique,
  sha256 text not null,
  bytes bigint not null,
  created_at timestamptz not null default now()
);

-- A new address waits here until it is confirmed; until then the old one stays. Only the token's hash is kept.
create table email_changes (
  profile_id uuid primary key references profiles (id) on delete cascade,
  email text not null,
  token_hash text unique,
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '24 hours'
);

-- The address that was, and the link by which its owner takes the change back.
create table email_undos (
  token_hash text primary key,
  profile_id uuid not null references profiles (id) on delete cascade,
  email text not null,
  changed_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days'
);

create index email_undos_profile_id_idx on email_undos (profile_id);
