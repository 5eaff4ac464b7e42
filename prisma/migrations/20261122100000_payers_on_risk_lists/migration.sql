-- Payers on the block and allow lists: a wallet or an organization, by its public id, and by its own for what PostgreSQL compares.
alter type risk_entry_kind add value 'payer';

alter table risk_entry add column payer_id uuid;
-- Compared as text: a value of an enum cannot be used where it was just added.
alter table risk_entry add constraint risk_entry_names_payer check ((kind::text = 'payer') = (payer_id is not null));
create index risk_entry_by_payer on risk_entry (payer_id) where removed_at is null and payer_id is not null;
