-- `id` is the submission that the form carries: what was saved and what is sent are the same thing.
create table drafts (
  id uuid primary key,
  profile_id uuid not null references profiles (id) on delete cascade,
  form text not null,
  ticket_id uuid references tickets (id) on delete cascade,
  fields jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index drafts_profile_id_idx on drafts (profile_id, form, ticket_id);

create table attachments (
  id uuid primary key default uuid_generate_v4(),
  owner_id uuid not null references profiles (id),
  draft_id uuid references drafts (id) on delete cascade on update cascade,
  ticket_id uuid references tickets (id) on delete cascade,
  reply_id uuid references replies (id) on delete cascade,
  note_id uuid references notes (id) on delete cascade,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 text not null,
  storage_key text not null unique,
  thumbnail_key text unique,
  width integer,
  height integer,
  created_at timestamptz not null default now(),
  check ((draft_id is null) <> (ticket_id is null))
);

create index attachments_ticket_id_idx on attachments (ticket_id);
create index attachments_draft_id_idx on attachments (draft_id);

-- What a form led to: the same submission again gets the first result and acts no second time.
create table submissions (
  profile_id uuid not null references profiles (id) on delete cascade,
  key uuid not null,
  content_hash text not null,
  result text not null,
  created_at timestamptz not null default now(),
  primary key (profile_id, key)
);

create index submissions_created_at_idx on submissions (created_at);
