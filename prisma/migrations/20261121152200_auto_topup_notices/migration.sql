-- What happened to an automatic top-up, for its owner: written with what happened, mailed by the clock.
create type auto_topup_notice_about as enum ('turned_on', 'authentication_required', 'failed', 'month_reached', 'stopped');
create table auto_topup_notice (
  id uuid not null primary key,
  wallet_id uuid not null,
  about auto_topup_notice_about not null,
  order_id uuid,
  reason text,
  at timestamptz not null,
  -- Nobody sends it before: whoever does moves this ahead first.
  tell_at timestamptz not null,
  told_at timestamptz
);
create index auto_topup_notice_to_tell on auto_topup_notice (tell_at) where told_at is null;
create index auto_topup_notice_of_wallet on auto_topup_notice (wallet_id, at);
grant select, insert on auto_topup_notice to farebox_app;
grant update (tell_at, told_at) on auto_topup_notice to farebox_app;
