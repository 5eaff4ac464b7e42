-- Money of a claimed wallet is in a new lot that names the old one: a dispute of the payment follows it.
create index lot_of_origin on lot (origin_lot_id) where origin_lot_id is not null;
