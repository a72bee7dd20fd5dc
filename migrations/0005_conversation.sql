-- Times of a ticket are kept to the millisecond, the most that a page's address can carry back exactly.
alter table tickets
  add column description_html text not null default '',
  add column assigned_to uuid references profiles (id),
  add column follows uuid references tickets (id),
  add column last_activity_at timestamptz(3) not null default now(),
  add column waiting_since timestamptz(3) default now(),
  add column resolved_at timestamptz,
  add column closed_at timestamptz,
  add column closing_announced_at timestamptz,
  add column resolution_html text,
  add column version integer not null default 1,
  add column priority_rank smallint not null generated always as (
    case priority when 'urgent' then 4 when 'high' then 3 when 'normal' then 2 else 1 end
  ) stored;

create table replies (
  id uuid primary key default uuid_generate_v4(),
  ticket_id uuid not null references tickets (id) on delete cascade,
  author_id uuid not null references profiles (id),
  text text not null,
  html text not null,
  created_at timestamptz not null default now()
);

create index replies_ticket_id_idx on replies (ticket_id, created_at);

-- Notes stand apart from replies: no forgotten filter can show one to a customer.
create table notes (
  id uuid primary key default uuid_generate_v4(),
  ticket_id uuid not null references tickets (id) on delete cascade,
  author_id uuid not null references profiles (id),
  text text not null,
  html text not null,
  created_at timestamptz not null default now()
);

create index notes_ticket_id_idx on notes (ticket_id, created_at);

create table ticket_events (
  id bigint generated always as identity primary key,
  ticket_id uuid not null references tickets (id) on delete cascade,
  actor_id uuid references profiles (id),
  kind text not null check (kind in ('opened', 'replied', 'status', 'priority', 'category', 'assigned',
    'file added', 'resolved', 'closed', 'reopened', 'rated', 'participant')),
  details jsonb not null default '{}',
  happened_at timestamptz not null default now()
);

create index ticket_events_ticket_id_idx on ticket_events (ticket_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'ticket_events is append-only';
end $$;

create trigger ticket_events_append_only before update on ticket_events
  for each row execute function refuse_change();

-- What a person has seen of a ticket, and how many things happened to it since.
create table ticket_reads (
  profile_id uuid not null references profiles (id) on delete cascade,
  ticket_id uuid not null references tickets (id) on delete cascade,
  read_at timestamptz,
  news integer not null default 0,
  primary key (profile_id, ticket_id)
);

create index ticket_reads_news_idx on ticket_reads (profile_id) where news > 0;

create table ratings (
  ticket_id uuid primary key references tickets (id) on delete cascade,
  score smallint not null check (score between 1 and 5),
  words text not null default '',
  created_at timestamptz not null default now()
);
