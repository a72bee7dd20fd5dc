-- Title over headings over body. The case makes the language a constant in each branch, as a generated column must have it;
-- the cut keeps a long text savable: PostgreSQL refuses a tsvector over 1 MB.
alter table kb_articles add column search tsvector generated always as (
  case language
    when 'en' then setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', summary || ' ' || headings_text), 'B') || setweight(to_tsvector('english', left(body_text, 300000)), 'D')
    when 'de' then setweight(to_tsvector('german', title), 'A') || setweight(to_tsvector('german', summary || ' ' || headings_text), 'B') || setweight(to_tsvector('german', left(body_text, 300000)), 'D')
    when 'fr' then setweight(to_tsvector('french', title), 'A') || setweight(to_tsvector('french', summary || ' ' || headings_text), 'B') || setweight(to_tsvector('french', left(body_text, 300000)), 'D')
    when 'es' then setweight(to_tsvector('spanish', title), 'A') || setweight(to_tsvector('spanish', summary || ' ' || headings_text), 'B') || setweight(to_tsvector('spanish', left(body_text, 300000)), 'D')
    else setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', summary || ' ' || headings_text), 'B') || setweight(to_tsvector('simple', left(body_text, 300000)), 'D')
  end
) stored;
alter table kb_questions add column search tsvector generated always as (
  case language
    when 'en' then setweight(to_tsvector('english', question), 'A') || setweight(to_tsvector('english', answer_text), 'D')
    when 'de' then setweight(to_tsvector('german', question), 'A') || setweight(to_tsvector('german', answer_text), 'D')
    when 'fr' then setweight(to_tsvector('french', question), 'A') || setweight(to_tsvector('french', answer_text), 'D')
    when 'es' then setweight(to_tsvector('spanish', question), 'A') || setweight(to_tsvector('spanish', answer_text), 'D')
    else setweight(to_tsvector('simple', question), 'A') || setweight(to_tsvector('simple', answer_text), 'D')
  end
) stored;

create index kb_articles_search_idx on kb_articles using gin (search);
create index kb_questions_search_idx on kb_questions using gin (search);

-- Words that mean the same, one group a row.
create table synonyms (
  id uuid primary key default uuid_generate_v4(),
  words text[] not null,
  version integer not null default 1
);

-- The words that articles and questions are made of: where a typed word is none of them, the nearest are looked for.
create table help_words (
  word text primary key,
  articles integer not null default 1
);
create index help_words_near_idx on help_words using gin (word gin_trgm_ops);
