-- One index for each order that a list offers; `reference` breaks ties and stands for the order of opening.
create index tickets_of_customer_by_activity_idx on tickets (customer_id, last_activity_at desc, reference desc);
create index tickets_of_customer_by_reference_idx on tickets (customer_id, reference desc);
create index tickets_of_customer_by_priority_idx on tickets (customer_id, priority_rank desc, last_activity_at desc, reference desc);
create index tickets_by_activity_idx on tickets (last_activity_at desc, reference desc);
create index tickets_by_priority_idx on tickets (priority_rank desc, last_activity_at desc, reference desc);
create index tickets_by_waiting_idx on tickets (waiting_since, reference) where waiting_since is not null;
create index tickets_of_agent_idx on tickets (assigned_to, last_activity_at desc, reference desc);

-- The cut keeps a long text savable: PostgreSQL refuses a tsvector over 1 MB.
alter table tickets add column search tsvector generated always as (
  setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', left(description, 100000)), 'B')
) stored;
alter table replies add column search tsvector generated always as (
  to_tsvector('english', left(text, 100000))
) stored;

create index tickets_search_idx on tickets using gin (search);
create index replies_search_idx on replies using gin (search);
