-- Money back: refunds of orders, whoever made them.
create type refund_origin as enum ('buyer', 'operator', 'stripe');
create type refund_status as enum ('requested', 'sending', 'unknown', 'pending', 'succeeded', 'failed');

create table refund (
  id uuid not null primary key,
  order_id uuid not null,
  mode mode not null,
  origin refund_origin not null,
  status refund_status not null,
  amount_cents integer not null,
  credit_microcents bigint not null,
  fee_microcents bigint not null,
  owed_microcents bigint not null,
  reason text,
  asked_by uuid,
  stripe_refund_id text,
  booked_at timestamptz,
  came_back_at timestamptz,
  failure text,
  send_after timestamptz,
  created_at timestamptz not null,
  status_since timestamptz not null,
  arrived_at timestamptz,
  constraint refund_terms check (amount_cents > 0 and credit_microcents >= 0 and fee_microcents >= 0 and owed_microcents >= 0),
  constraint refund_parts check (credit_microcents + fee_microcents + owed_microcents = amount_cents::bigint * 1000000),
  -- No buyer is given more than is left: only what happened at Stripe, or an operator's refund of a stolen card, can leave a debt.
  constraint refund_owes_nothing_by_asking check (origin <> 'buyer' or owed_microcents = 0),
  constraint refund_known_at_stripe check (stripe_refund_id is not null or status not in ('pending', 'succeeded')),
  constraint refund_booked_at_stripe check (booked_at is null or stripe_refund_id is not null),
  constraint refund_came_back_after_it_left check (came_back_at is null or (booked_at is not null and status = 'failed')),
  constraint refund_failed_is_back check (status <> 'failed' or booked_at is null or came_back_at is not null),
  constraint refund_arrived check (status <> 'succeeded' or arrived_at is not null)
);
create unique index refund_stripe_refund_id_key on refund (stripe_refund_id);
create index refund_of_order on refund (order_id, created_at);
create index refund_queue on refund (status, created_at);

-- The terms of a refund never change, and only these states follow each other: what may have reached Stripe ends by what Stripe says.
create function guard_refund() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.status <> (case when new.origin = 'stripe' then 'pending' else 'requested' end)::refund_status then
      raise exception 'a refund begins as requested, or as pending where Stripe has it' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (old.id, old.order_id, old.mode, old.origin, old.amount_cents, old.credit_microcents, old.fee_microcents, old.owed_microcents, old.created_at)
     is distinct from (new.id, new.order_id, new.mode, new.origin, new.amount_cents, new.credit_microcents, new.fee_microcents, new.owed_microcents, new.created_at)
     or (old.stripe_refund_id is not null and old.stripe_refund_id is distinct from new.stripe_refund_id)
     or (old.booked_at is not null and old.booked_at is distinct from new.booked_at) then
    raise exception 'the terms of refund % do not change', old.id using errcode = 'check_violation';
  end if;
  if old.status <> new.status and (old.status::text || ' ' || new.status::text) not in (
       'requested sending', 'sending requested', 'sending unknown', 'sending pending', 'sending failed', 'unknown sending', 'unknown pending',
       'requested pending', 'pending succeeded', 'pending failed', 'succeeded failed') then
    raise exception 'refund % cannot go from % to %', old.id, old.status, new.status using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_refund before insert or update on refund for each row execute function guard_refund();

grant select, insert on refund to farebox_app;
grant update (status, stripe_refund_id, booked_at, came_back_at, failure, send_after, status_since, arrived_at) on refund to farebox_app;
