-- A message to a person: what happened, and in which way they are told. `cause` names the one thing that happened, so that it is told once.
create table notifications (
  id uuid primary key default uuid_generate_v4(),
  profile_id uuid not null references profiles (id) on delete cascade,
  ticket_id uuid references tickets (id) on delete cascade,
  event text not null check (event in ('reply', 'status', 'resolved', 'closing', 'participant', 'assigned', 'security')),
  kind text not null,
  details jsonb not null default '{}',
  way text not null check (way in ('now', 'daily', 'weekly', 'portal')),
  cause text not null default uuid_generate_v4()::text,
  created_at timestamptz(3) not null default now(),
  read_at timestamptz,
  digested_at timestamptz,
  unique (profile_id, cause)
);

create index notifications_profile_id_idx on notifications (profile_id, (read_at is null) desc, created_at desc, id desc);
create index notifications_unread_idx on notifications (profile_id) where read_at is null;
create index notifications_digest_idx on notifications (way, profile_id) where digested_at is null and way in ('daily', 'weekly');
create index notifications_ticket_id_idx on notifications (ticket_id);

-- A mail waits until `due_at` (quiet hours); who has no account is written to in the language they used here.
-- `event` is what a notification tells of; `refused_at` is when the mail server said that nobody lives there.
alter table mails
  add column language text,
  add column due_at timestamptz,
  add column event text,
  add column refused_at timestamptz;

-- What the mail server said of the address when it last refused it; a new address starts anew.
alter table profiles
  add column mail_refused_at timestamptz,
  add column mail_refusal text;

create function forget_refusal() returns trigger language plpgsql as $$
begin
  new.mail_refused_at := null;
  new.mail_refusal := null;
  return new;
end $$;

create trigger profiles_forget_refusal before update of email on profiles
  for each row when (old.email is distinct from new.email) execute function forget_refusal();

-- What somebody wants to hear of one ticket, where that is not what they want in general.
alter table ticket_reads
  add column following text check (following in ('follow', 'mute'));

-- The private feed of a person's news; the address holds what the hash was made from.
create table feeds (
  profile_id uuid primary key references profiles (id) on delete cascade,
  id uuid not null default uuid_generate_v4(),
  token_hash text not null unique,
  created_at timestamptz not null default now()
);

-- What a link in a mail switched off, and how it was before: so that it can be undone.
create table unsubscriptions (
  profile_id uuid not null references profiles (id) on delete cascade,
  what text not null,
  before jsonb not null,
  created_at timestamptz not null default now(),
  primary key (profile_id, what)
);
