-- The password hash lives apart from profiles, so that no `select *` ever carries it.
create table credentials (
  profile_id uuid primary key references profiles (id) on delete cascade,
  password_hash text not null,
  changed_at timestamptz not null default now()
);

-- `id` is the SHA-256 of what the cookie holds: a leaked table opens no session.
create table sessions (
  id text primary key,
  profile_id uuid not null references profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create index sessions_profile_id_idx on sessions (profile_id);

-- A sign-up waits here until its address is confirmed; only then is there a profile.
create table pending_sign_ups (
  id uuid primary key default uuid_generate_v4(),
  token_hash text unique,
  email text not null,
  full_name text not null,
  password_hash text not null,
  expires_at timestamptz not null default now() + interval '1 hour'
);

create table password_resets (
  token_hash text primary key,
  profile_id uuid not null references profiles (id) on delete cascade,
  expires_at timestamptz not null default now() + interval '1 hour'
);

-- How often something was tried lately: `key` names who tries what.
create table attempts (
  key text primary key,
  count integer not null default 1,
  started_at timestamptz not null default now()
);
