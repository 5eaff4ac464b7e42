-- The day from which an organization's delay is counted for what its own services earn: so much later than the charge
-- that 30 days pass until it matures. With enough clean history (service_trust) it waits as long as markup does.
create or replace function service_accrual_day(of_organization uuid, charged_on date) returns date language plpgsql stable as $$
begin
  if exists (select from service_trust where organization_id = of_organization) then return charged_on; end if;
  return charged_on + (select greatest(0, 30 - earnings_delay_days) from organization where id = of_organization);
end $$;
revoke all on function service_accrual_day(uuid, date) from public;
