alter table kb_categories add column position integer not null default 0;
alter table tickets add column category_id uuid references kb_categories (id);

create index tickets_category_id_idx on tickets (category_id);

-- A new installation can take tickets at once; staff rename these as they like.
insert into kb_categories (slug, name, description, position) values
  ('orders', 'Orders and delivery', 'Where an order is, changes, returns', 1),
  ('billing', 'Billing and payment', 'Invoices, payment methods, refunds', 2),
  ('account', 'Account and sign-in', 'Signing in, my details, who has access', 3),
  ('problem', 'Something does not work', 'Faults, errors, things that stopped working', 4),
  ('question', 'A question', 'How something is done or what is possible', 5),
  ('other', 'Something else', 'None of the above fits', 6);
