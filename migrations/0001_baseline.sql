create extension if not exists "uuid-ossp";
create extension if not exists pg_trgm;

create table profiles (
  id uuid primary key default uuid_generate_v4(),
  email text not null check (length(email) between 3 and 254),
  full_name text not null check (length(full_name) between 1 and 200),
  phone text,
  company text,
  role text not null default 'customer' check (role in ('customer', 'agent', 'admin')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create unique index profiles_email_key on profiles (lower(email));

create table tickets (
  id uuid primary key default uuid_generate_v4(),
  reference bigint generated always as identity (start with 1001) unique,
  customer_id uuid not null references profiles (id),
  title text not null check (length(title) between 1 and 200),
  description text not null,
  status text not null default 'open' check (status in ('open', 'waiting', 'resolved', 'closed')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz not null default now()
);
