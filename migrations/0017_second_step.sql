-- Names a session on a page, without its key.
alter table sessions add column handle uuid not null default uuid_generate_v4();

-- The browsers in which somebody signed in before, each by the hash of its cookie.
create table known_browsers (
  profile_id uuid not null references profiles (id) on delete cascade,
  browser_hash text not null,
  seen_at timestamptz not null default now(),
  primary key (profile_id, browser_hash)
);

-- The app that makes somebody's codes. Its secret is encrypted, and proves nothing before the first right code.
create table authenticators (
  profile_id uuid primary key references profiles (id) on delete cascade,
  secret text not null,
  -- The session that may still be shown the secret.
  started_in text not null,
  started_at timestamptz not null default now(),
  confirmed_at timestamptz,
  -- The time step of the newest code that was used: none works twice.
  last_step bigint not null default 0,
  -- What the recovery codes are made of, and first the form that asked for them: sent twice, it shows the same ones.
  recovery_key text not null default '',
  recovery_made_at timestamptz
);

create table recovery_codes (
  code_hash text primary key,
  profile_id uuid not null references profiles (id) on delete cascade
);

create index recovery_codes_profile_id_idx on recovery_codes (profile_id);

-- The password was right, the second step is still to come.
create table pending_sign_ins (
  token_hash text primary key,
  profile_id uuid not null references profiles (id) on delete cascade,
  expires_at timestamptz not null default now() + interval '10 minutes'
);

create index pending_sign_ins_profile_id_idx on pending_sign_ins (profile_id);

create table passkeys (
  id uuid primary key default uuid_generate_v4(),
  profile_id uuid not null references profiles (id) on delete cascade,
  credential_id text not null unique,
  public_key text not null,
  transports text[] not null default '{}',
  counter bigint not null default 0,
  name text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz
);

create index passkeys_profile_id_idx on passkeys (profile_id);

-- A passkey that is being added: one at a time in a session.
create table passkey_offers (
  session_id text primary key references sessions (id) on delete cascade,
  challenge text not null,
  name text not null,
  expires_at timestamptz not null default now() + interval '5 minutes'
);

-- Challenges of sign-ins that were answered: none is taken twice.
create table spent_challenges (
  challenge text primary key,
  expires_at timestamptz not null default now() + interval '5 minutes'
);
