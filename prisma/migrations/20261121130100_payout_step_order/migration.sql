-- Several steps of a payout may happen at one moment: their order is kept as a number.
alter table payout_step add column n integer not null default 0;
