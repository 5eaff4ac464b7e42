-- What developers charge for services of their own is looked at until they have a clean history.
insert into risk_rule (name, parameters, action, updated_at) values ('service_revenue', '{}', 'review', now());
