-- A help desk of :tickets tickets, 500 for each customer, spread over two years. Every size looks the same to one customer.
-- The rows are right by construction, so no foreign key looks them up one by one.
set session_replication_role = replica;

create temp table sentences as
select row_number() over () - 1 as s, concat_ws(' ', subject, verb, what) as said
from unnest(array['The last invoice', 'Our printer', 'The blue parcel', 'My account', 'A customer of ours', 'The export', 'Your courier', 'The new device']) subject,
  unnest(array['shows', 'has lost', 'still waits for', 'refuses', 'cannot find']) verb,
  unnest(array['the delivery address that we gave.', 'a password since Monday.', 'two pages of the manual.', 'the refund for March.', 'every file with an accent.']) what;

insert into profiles (id, email, full_name, role)
select md5('customer ' || n)::uuid, 'customer-' || n || '@example.com', 'Customer ' || n, 'customer' from generate_series(0, :tickets / 500 - 1) n
union all
select md5('agent ' || n)::uuid, 'agent-' || n || '@example.com', 'Agent ' || n, 'agent' from generate_series(0, 9) n
union all
select md5('newcomer')::uuid, 'newcomer@example.com', 'Newcomer', 'customer';

-- `nth` counts the tickets of one customer, whose number is `customer`.
create temp table facts as
select n, nth, customer, md5('ticket ' || n)::uuid as id, md5('customer ' || customer)::uuid as customer_id, md5('agent ' || nth % 10)::uuid as agent_id,
  (array['open', 'waiting', 'resolved', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'])[1 + nth * 7 % 10] as status,
  (array['low', 'normal', 'normal', 'normal', 'high', 'urgent'])[1 + nth % 6] as priority,
  now() - (:tickets - n) * (interval '700 days' / :tickets) - interval '2 days' as at
from generate_series(0, :tickets - 1) n, lateral (select n / (:tickets / 500) as nth, n % (:tickets / 500) as customer) c;

analyze sentences, facts;

insert into tickets (id, customer_id, title, description, description_html, category_id, status, priority, assigned_to, last_updated_by,
  created_at, updated_at, last_activity_at, waiting_since, resolved_at, closed_at)
select id, customer_id, a.said, words, '<p>' || words || '</p>', categories[1 + nth % 6], status, priority, nullif(agent_id, md5('agent 0')::uuid), agent_id,
  at, at + interval '1 day', at + interval '1 day', case status when 'open' then at end, case status when 'resolved' then at end, case status when 'closed' then at end
from facts join sentences a on a.s = (nth * 31 + customer) % 200 join sentences b on b.s = (nth * 7 + customer) % 200 join sentences c on c.s = (nth * 11 + customer) % 200,
  (select array_agg(id) as categories from kb_categories) k, lateral (select concat_ws(' ', 'Order', n || ':', b.said, c.said) as words) w
order by n;

-- One reply for every ticket; the first customer's conversations have six, and a file.
insert into replies (id, ticket_id, author_id, text, html, created_at)
select md5(concat('reply ', n, ' ', k))::uuid, id, case k % 2 when 1 then agent_id else customer_id end, words, '<p>' || words || '</p>', at + k * interval '3 hours'
from facts cross join lateral generate_series(1, case customer when 0 then 6 else 1 end) k
  join sentences a on a.s = (nth * 17 + k * 19 + customer) % 200 join sentences b on b.s = (nth * 3 + k * 23 + customer) % 200,
  lateral (select concat_ws(' ', a.said, b.said) as words) w;

insert into ticket_events (ticket_id, actor_id, kind, details, happened_at)
select id, customer_id, 'opened', '{}', at from facts
union all select id, agent_id, 'priority', jsonb_build_object('to', priority), at + interval '4 hours' from facts where customer = 0
union all select id, agent_id, 'status', jsonb_build_object('to', status), at + interval '20 hours' from facts;

insert into ticket_reads (profile_id, ticket_id, read_at, news)
select customer_id, id, at + interval '10 hours', case when nth % 50 = 49 then 1 else 0 end from facts where nth % 3 > 0;

insert into attachments (owner_id, ticket_id, name, media_type, bytes, sha256, storage_key)
select customer_id, id, 'delivery-note.pdf', 'application/pdf', 84211, md5(id::text), md5(id::text) from facts where customer = 0;

-- A help centre of 1,000 articles, each a page or two long.
insert into kb_articles (title, slug, summary, content, html, headings, headings_text, body_text, words, status, category_id, published_at)
select said, 'article-' || n, said, '', html, headings, '', said, 400, 'published', categories[1 + n % 6], now() - n * interval '1 hour'
from generate_series(0, 999) n join sentences on s = n % 200, (select array_agg(id) as categories from kb_categories) k,
  lateral (select string_agg(format('<h2 id="s-part-%s">Part %s</h2><p>%s</p><p>%s</p>', part, part, repeat(said || ' ', 5), repeat(said || ' ', 5)), '') as html,
    jsonb_agg(jsonb_build_object('level', 2, 'id', 's-part-' || part, 'text', 'Part ' || part)) as headings from generate_series(1, 8) part) h;

drop table facts, sentences;
set session_replication_role = origin;
