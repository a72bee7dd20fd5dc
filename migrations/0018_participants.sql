-- Who takes part in a ticket besides its owner. Until the address is confirmed there is no profile, and nothing to see.
create table participants (
  id uuid primary key default uuid_generate_v4(),
  ticket_id uuid not null references tickets (id) on delete cascade,
  email text not null,
  may text not null check (may in ('read', 'reply')),
  profile_id uuid references profiles (id) on delete cascade,
  token_hash text not null unique,
  invited_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days'
);

create unique index participants_email_key on participants (ticket_id, lower(email));
create unique index participants_profile_key on participants (profile_id, ticket_id);

-- Companies whose people may see each other's tickets, as far as an admin says so: nobody, until then.
create table companies (
  id uuid primary key default uuid_generate_v4(),
  name text not null,
  shared_with text not null default 'nobody' check (shared_with in ('nobody', 'everybody', 'managers')),
  may text not null default 'read' check (may in ('read', 'reply')),
  version integer not null default 1,
  created_at timestamptz not null default now()
);

create unique index companies_name_key on companies (lower(name));

-- `company` is what a customer typed; this is what we know.
alter table profiles
  add column company_id uuid references companies (id) on delete set null,
  add column company_role text not null default 'member' check (company_role in ('member', 'manager'));

create index profiles_company_id_idx on profiles (company_id) where company_id is not null;

-- Written for the customer's side by somebody else than the owner: it stays theirs when they take part no more.
alter table replies add column by_participant boolean not null default false;

create index ticket_reads_followed_idx on ticket_reads (ticket_id) where following = 'follow';
