-- Practice cards are everybody's: rules that compare who paid with which card look at real ones, unless the setting `risk` says otherwise.
alter table payment_card add column livemode boolean not null;
