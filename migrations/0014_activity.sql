-- What was done by an account, or as it. Rows are only ever added; they go with the account.
create table activity (
  id bigint generated always as identity primary key,
  profile_id uuid not null references profiles (id) on delete cascade,
  kind text not null,
  details jsonb not null default '{}',
  -- Roughly what browser it was, and the shortened address; empty where nobody's browser did it.
  browser text not null default '',
  address text not null default '',
  happened_at timestamptz(3) not null default now()
);

create index activity_profile_id_idx on activity (profile_id, id desc);
create index activity_kind_idx on activity (profile_id, kind, id desc);

create function refuse_activity_change() returns trigger language plpgsql as $$
begin
  raise exception 'activity is append-only';
end $$;

create trigger activity_append_only before update on activity
  for each row execute function refuse_activity_change();

-- So that a person can tell their sessions apart.
alter table sessions
  add column browser text not null default '',
  add column address text not null default '',
  add column seen_at timestamptz not null default now();
