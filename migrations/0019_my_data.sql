-- A copy of all that is somebody's: asked for, made by a job, and swept away with its bytes when it has run out.
create table archives (
  id uuid primary key default uuid_generate_v4(),
  profile_id uuid not null references profiles (id) on delete cascade,
  language text not null,
  asked_at timestamptz not null default now(),
  ready_at timestamptz,
  expires_at timestamptz,
  storage_key text unique,
  sha256 text,
  bytes bigint,
  check (num_nulls(ready_at, expires_at, storage_key, sha256, bytes) in (0, 5))
);

create unique index archives_one_at_a_time on archives (profile_id) where ready_at is null;
create index archives_profile_id_idx on archives (profile_id, asked_at desc);

-- An account that is to be deleted, unless its owner comes back before.
create table deletions (
  profile_id uuid primary key references profiles (id) on delete cascade,
  asked_at timestamptz not null default now(),
  due_at timestamptz not null default now() + interval '14 days'
);

-- What happened stays as it was, but for details that go with somebody's account: they can be taken away, never changed.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if new.details <@ old.details and (to_jsonb(new) - 'details') = (to_jsonb(old) - 'details') then return new; end if;
  raise exception 'ticket_events is append-only';
end $$;

create or replace function refuse_activity_change() returns trigger language plpgsql as $$
begin
  if new.details <@ old.details and (to_jsonb(new) - 'details') = (to_jsonb(old) - 'details') then return new; end if;
  raise exception 'activity is append-only';
end $$;
