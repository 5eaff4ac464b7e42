-- Disputes have rows that move money now: the notices that only kept payouts back are gone.
drop table dispute_notice;
