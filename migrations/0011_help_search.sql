-- How PostgreSQL cuts the words of a language; those that it does not know are taken as they are.
create function help_config(language text) returns regconfig immutable parallel safe
  return case language when 'en' then 'english'::regconfig when 'de' then 'german'::regconfig when 'fr' then 'french'::regconfig when 'es' then 'spanish'::regconfig else 'simple'::regconfig end;

-- What stands between the words of names and addresses goes: "node.js", "sign-in" and "max_age" are found by their parts.
-- "<b>" is no mark-up but what an article speaks of. The cuts keep a long text savable: PostgreSQL refuses a tsvector over 1 MB.
create function help_vector(language text, said text) returns tsvector immutable parallel safe
  return to_tsvector(help_config(language), translate(left(said, 200000), './_-:@<>&+', '          '));

-- The same for titles and headings, where "maxAge" is found by its parts too.
create function help_heading_vector(language text, said text) returns tsvector immutable parallel safe
  return help_vector(language, left(said, 20000) || ' ' || regexp_replace(left(said, 20000), '([a-z])([A-Z])', '\1 \2', 'g'));

-- Clauses as { "texts": [...], "phrase": true, "not": true }: of each, one of its texts with all its words; of those marked, none.
create function help_query(config regconfig, clauses jsonb) returns tsquery stable parallel safe language plpgsql as $$
declare
  wanted tsquery := '';
  clause jsonb;
  alternatives tsquery;
begin
  for clause in select value from jsonb_array_elements(clauses) loop
    alternatives := '';
    for number in 0 .. jsonb_array_length(clause -> 'texts') - 1 loop
      alternatives := alternatives || case when clause ? 'phrase' then phraseto_tsquery(config, clause -> 'texts' ->> number) else plainto_tsquery(config, clause -> 'texts' ->> number) end;
    end loop;
    continue when numnode(alternatives) = 0;
    wanted := wanted && case when clause ? 'not' then !! alternatives else alternatives end;
  end loop;
  return wanted;
end $$;

-- Title over headings over body. `heads` has of the body only how it begins: little enough to rank many by.
alter table kb_articles
  add column heads tsvector generated always as (setweight(help_heading_vector(language, title), 'A') || setweight(help_heading_vector(language, summary || ' ' || headings_text), 'B') || setweight(help_vector(language, left(body_text, 600)), 'D')) stored,
  add column search tsvector generated always as (setweight(help_heading_vector(language, title), 'A') || setweight(help_heading_vector(language, summary || ' ' || headings_text), 'B') || setweight(help_vector(language, body_text), 'D')) stored;
alter table kb_questions
  add column heads tsvector generated always as (setweight(help_heading_vector(language, question), 'A') || setweight(help_vector(language, left(answer_text, 600)), 'D')) stored,
  add column search tsvector generated always as (setweight(help_heading_vector(language, question), 'A') || setweight(help_vector(language, answer_text), 'D')) stored;

-- Unpacking them would be most of what a search takes.
alter table kb_articles alter column search set storage external, alter column body_text set storage external;

create index kb_articles_heads_idx on kb_articles using gin (heads);
create index kb_articles_search_idx on kb_articles using gin (search);
create index kb_questions_search_idx on kb_questions using gin (search);
create index kb_articles_language_idx on kb_articles (language);
create index kb_questions_language_idx on kb_questions (language);

-- Words that mean the same, one group a row.
create table synonyms (
  id uuid primary key default uuid_generate_v4(),
  words text[] not null,
  version integer not null default 1
);

-- Words that articles and questions are or were made of: where nothing has a typed word, the nearest are looked for here.
create table help_words (word text primary key);
create index help_words_near_idx on help_words using gin (word gin_trgm_ops);
