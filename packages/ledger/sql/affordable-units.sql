-- How many units a base cost pays for: the largest u with ceil((fixed + u × price) / 10⁶) ≤ base. -1 where not even the fixed part is paid.
create or replace function affordable_units(base bigint, fixed_numerator numeric, unit_price bigint, units_wanted int)
returns int language plpgsql immutable as $$
declare
  numerator_left numeric := base::numeric * 1000000 - fixed_numerator;
begin
  if numerator_left < 0 then return -1; end if;
  if unit_price = 0 then return units_wanted; end if;
  return least(div(numerator_left, unit_price), 2147483647)::int;
end $$;
revoke all on function affordable_units(bigint, numeric, bigint, int) from public;
