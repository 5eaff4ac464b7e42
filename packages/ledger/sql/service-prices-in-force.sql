-- How many of a call's price versions are a price, in force now, of a service that this app sells.
create or replace function service_prices_in_force(call hold_request, of_app uuid, clock timestamptz) returns bigint language plpgsql stable as $$
begin
  return (select count(*) from service_price join service on service.id = service_price.service_id
           where service_price.id = any (call.price_version_ids) and service.id = call.service_id and service.app_id = of_app
             and service.retired_at is null and starts_at <= clock and (ends_at is null or ends_at > clock));
end $$;
revoke all on function service_prices_in_force(hold_request, uuid, timestamptz) from public;
