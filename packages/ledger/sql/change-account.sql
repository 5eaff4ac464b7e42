-- Changes the balance of a guarded account; the table's floor refuses what would go below zero.
create or replace function change_account(of_mode mode, of_kind account_kind, of_id uuid, change bigint) returns void language plpgsql as $$
begin
  update account set balance_microcents = balance_microcents + change where mode = of_mode and kind = of_kind and id = of_id;
  if not found then
    insert into account (mode, kind, id, balance_microcents) values (of_mode, of_kind, of_id, change)
    on conflict (mode, kind, id) do update set balance_microcents = account.balance_microcents + excluded.balance_microcents;
  end if;
end $$;
revoke all on function change_account(mode, account_kind, uuid, bigint) from public;
