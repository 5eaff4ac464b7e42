-- Operators: roles, a fresh code before sensitive deeds, why a deed was done, and the switch of a model.

create type operator_role as enum ('support', 'finance', 'engineer', 'admin');
alter table operator alter column role type operator_role using 'admin'::operator_role,
  add column left_at timestamptz,
  add constraint operator_email_form check (email = lower(email));

alter table session add column confirmed_at timestamptz,
  add constraint session_confirmed_in_console check (confirmed_at is null or audience = 'console');

create table operator_confirmation (
  id uuid constraint operator_confirmation_pkey primary key,
  operator_id uuid not null,
  session_hash bytea not null,
  code_hash bytea not null,
  tries_left integer not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  created_at timestamptz not null default current_timestamp,
  constraint operator_confirmation_tries check (tries_left >= 0)
);
create index operator_confirmation_of_operator on operator_confirmation (operator_id, created_at);

alter table audit_entry add column reason text, add column ticket text;
create index audit_entry_of_actor on audit_entry (actor_id, id);

create table model_switch (
  model text not null,
  provider_id uuid not null,
  reason text not null,
  off_since timestamptz not null,
  constraint model_switch_pkey primary key (model, provider_id)
);

-- No web app makes an operator, gives one a role or takes one away: only the owner of the tables does.
revoke insert, update, delete on operator from farebox_app;
grant select, insert, update, delete on operator_confirmation to farebox_app;
grant select, insert, update, delete on model_switch to farebox_app;
