-- The language in which somebody last signed in. What others cause is written to them in it, unless they chose one for their account.
alter table profiles add column spoken text;
