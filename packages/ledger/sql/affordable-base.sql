-- The most base cost that money can pay: free money pays base only, the user's own pays base and markup.
-- `room` bounds the user's own money (promotions and top-ups); `cap` bounds the whole charge.
create or replace function affordable_base(grants bigint, promotions bigint, topups bigint, room bigint, cap bigint, markup_bps int)
returns bigint language plpgsql immutable as $$
declare
  from_grants bigint := least(grants, cap);
  from_promotions bigint := least(promotions, room, cap - from_grants);
  from_topups bigint := least(topups, room - from_promotions, cap - from_grants - from_promotions);
  whole bigint := 10000 + markup_bps;
begin
  -- floor(topups × 10⁴ / whole), written so that it cannot overflow
  return from_grants + from_promotions + from_topups / whole * 10000 + from_topups % whole * 10000 / whole;
end $$;
revoke all on function affordable_base(bigint, bigint, bigint, bigint, bigint, int) from public;
