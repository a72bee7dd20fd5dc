-- Who this database is: the folder of its files carries the same id, so that no other database's sweep takes them for orphans.
create table installation (
  id uuid primary key default uuid_generate_v4()
);

insert into installation default values;
