-- The outbox. A row is written in the transaction that caused it; the queue sends it and marks it sent.
create table mails (
  id uuid primary key default uuid_generate_v4(),
  profile_id uuid references profiles (id) on delete cascade,
  address text not null,
  kind text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  tries integer not null default 0,
  last_error text
);

create index mails_unsent_idx on mails (created_at) where sent_at is null;
