-- One transfer out of a lot for a call. Nothing is written for nothing. Returns the number of the last transfer.
create or replace function book_usage(of_hold hold, last_number smallint, lot_id uuid, to_kind account_kind, to_id uuid, amount bigint, on_day date)
returns smallint language plpgsql as $$
begin
  if amount = 0 then return last_number; end if;
  insert into transfer (wallet_id, transaction_id, n, mode, debit_kind, debit_id, credit_kind, credit_id, amount_microcents, accrual_day)
  values (of_hold.wallet_id, of_hold.id, last_number + 1, of_hold.mode, 'lot', lot_id, to_kind, to_id, amount, on_day);
  return last_number + 1;
end $$;
revoke all on function book_usage(hold, smallint, uuid, account_kind, uuid, bigint, date) from public;
