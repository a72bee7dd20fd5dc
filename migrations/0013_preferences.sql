-- Exactly one row a customer, from the moment there is a profile.
create unique index customer_preferences_customer_id_key on customer_preferences (customer_id);

insert into customer_preferences (customer_id) select id from profiles on conflict do nothing;

create function give_preferences() returns trigger language plpgsql as $$
begin
  insert into customer_preferences (customer_id) values (new.id) on conflict do nothing;
  return new;
end $$;

create trigger profiles_have_preferences after insert on profiles
  for each row execute function give_preferences();

create function take_preferences() returns trigger language plpgsql as $$
begin
  delete from customer_preferences where customer_id = old.id;
  return old;
end $$;

create trigger profiles_take_preferences before delete on profiles
  for each row execute function take_preferences();
