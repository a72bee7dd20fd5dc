-- How often somebody's addresses to answer at were made anew: those from before work no more.
alter table profiles add column reply_addresses_renewed integer not null default 0;

-- What waits or is kept is added up whenever a mail comes in.
create index incoming_mails_room_idx on incoming_mails (received_at) include (bytes) where state in ('waiting', 'kept', 'unconfirmed', 'ignored');

-- What reports said of an address may have been anybody's words. What a mail server told ourselves stands with the mail, and stays.
update profiles set mail_refused_at = null, mail_refusal = null
  where mail_refused_at is not null
  and not exists (select from mails where profile_id = profiles.id and refused_at is not null and last_error = mail_refusal);
