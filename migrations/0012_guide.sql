-- A guided question on its way: a person's, or a visitor's until they sign in. Its files hang on the draft of the same id.
create table guides (
  id uuid primary key default uuid_generate_v4(),
  profile_id uuid references profiles (id) on delete cascade,
  -- A hash of the visitor's cookie.
  visitor text,
  answers jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (num_nonnulls(profile_id, visitor) > 0)
);
create index guides_profile_id_idx on guides (profile_id);
create index guides_visitor_idx on guides (visitor);
create index guides_updated_at_idx on guides (updated_at);

-- What was asked by the category's own fields: [{ "label", "value" }] in the order asked, as it was then.
alter table tickets add column custom_fields jsonb not null default '[]';

drop index tickets_search_idx;
alter table tickets drop column search;
alter table tickets add column search tsvector generated always as (
  setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(description, 100000)), 'B')
  || setweight(jsonb_to_tsvector('english', jsonb_path_query_array(custom_fields, '$[*].value'), '["string"]'), 'B')
) stored;
create index tickets_search_idx on tickets using gin (search);
