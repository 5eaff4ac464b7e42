-- Whether an operator switched this model off, or the provider that serves it.
create or replace function model_switched_off(of_model text, of_provider uuid) returns boolean language sql stable as $$
  select exists (select from provider where id = of_provider and not enabled)
      or exists (select from model_switch where model = of_model and provider_id = of_provider)
$$;
revoke all on function model_switched_off(text, uuid) from public;
