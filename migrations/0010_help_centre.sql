-- Imported trees bring categories by the hundred: only those that staff choose are offered when somebody asks.
alter table kb_categories
  add column icon text not null default '',
  add column takes_tickets boolean not null default false,
  add column fields jsonb not null default '[]',
  -- The folder that it was imported from.
  add column source text unique,
  add column version integer not null default 1;
update kb_categories set takes_tickets = true;
create index kb_categories_parent_id_idx on kb_categories (parent_id, position, name);

-- `html`, `headings` and the texts are made from `content` when it is saved, never when it is read.
alter table kb_articles
  add column summary text not null default '',
  add column language text not null default 'en',
  add column visibility text not null default 'everyone' check (visibility in ('everyone', 'customers', 'staff')),
  add column html text not null default '',
  add column headings jsonb not null default '[]',
  add column headings_text text not null default '',
  add column body_text text not null default '',
  add column words integer not null default 0,
  add column publish_at timestamptz,
  add column published_at timestamptz,
  add column changed_at timestamptz not null default now(),
  add column reviewed_on date,
  add column source text unique,
  add column source_hash text,
  add column version integer not null default 1,
  add column updated_by uuid references profiles (id),
  add check (publish_at is null or status = 'draft');

create index kb_articles_category_id_idx on kb_articles (category_id, status, title);
create index kb_articles_changed_at_idx on kb_articles (changed_at desc, id) where status = 'published';
create index kb_articles_updated_at_idx on kb_articles (updated_at desc, id desc);
create index kb_articles_publish_at_idx on kb_articles (publish_at) where publish_at is not null;

create table article_versions (
  article_id uuid not null references kb_articles (id) on delete cascade,
  number integer not null,
  title text not null,
  summary text not null,
  content text not null,
  -- What changed, in the editor's words.
  note text not null default '',
  author_id uuid references profiles (id),
  created_at timestamptz not null default now(),
  primary key (article_id, number)
);

-- Addresses that were: they lead to what has them now, for ever.
create table former_slugs (
  kind text not null check (kind in ('article', 'category', 'question')),
  slug text not null,
  target_id uuid not null,
  primary key (kind, slug)
);

create table kb_questions (
  id uuid primary key default uuid_generate_v4(),
  slug text not null unique,
  question text not null,
  answer text not null,
  answer_html text not null default '',
  answer_text text not null default '',
  category_id uuid references kb_categories (id),
  position integer not null default 0,
  status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
  visibility text not null default 'everyone' check (visibility in ('everyone', 'customers', 'staff')),
  language text not null default 'en',
  -- How often somebody opened it or came for it.
  uses integer not null default 0,
  version integer not null default 1,
  updated_by uuid references profiles (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create index kb_questions_category_id_idx on kb_questions (category_id, position);

create table help_votes (
  id uuid primary key default uuid_generate_v4(),
  article_id uuid references kb_articles (id) on delete cascade,
  question_id uuid references kb_questions (id) on delete cascade,
  -- A person's id or a hash of the visitor's cookie: one vote each, without saying whose.
  voter text not null,
  helpful boolean not null,
  reason text not null default '',
  words text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (num_nonnulls(article_id, question_id) = 1),
  unique (article_id, voter),
  unique (question_id, voter)
);

-- How often something happened on a day: what was searched, opened, solved. Never by whom.
create table help_counts (
  day date not null,
  kind text not null check (kind in ('searched', 'found nothing', 'opened', 'solved')),
  subject text not null check (length(subject) <= 200),
  count integer not null default 1,
  primary key (day, kind, subject)
);
create index help_counts_found_nothing_idx on help_counts (day, subject) include (count) where kind = 'found nothing';
create index help_counts_subject_idx on help_counts (subject, kind, day);

-- Pictures and downloads of articles; the same bytes are kept once.
create table help_files (
  id uuid primary key default uuid_generate_v4(),
  sha256 text not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  storage_key text not null unique,
  created_at timestamptz not null default now(),
  unique (sha256, name)
);

-- Who may see one of these articles may see the file.
create table article_files (
  article_id uuid not null references kb_articles (id) on delete cascade,
  file_id uuid not null references help_files (id) on delete cascade,
  primary key (article_id, file_id)
);
create index article_files_file_id_idx on article_files (file_id);
